package io.kotha.benchmarks.peer;

import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.TinyProgram;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Which programs that isolate are installed, and how to use them. */
public final class Peers {

  private Peers() {}

  /** The commands that are looked for. */
  public static List<String> known() {
    return PeerKind.ALL.stream().map(PeerKind::program).toList();
  }

  /** Whether PATH has it. */
  public static boolean isInstalled(String program) {
    return Tool.find(program).isPresent();
  }

  /** What it says of itself; its name where it says nothing. */
  public static String version(String program) {
    try {
      return Tool.run(List.of(program, "--version")).lines().findFirst().orElse(program);
    } catch (IOException e) {
      return program;
    }
  }

  /** The command line that is measured, for people. */
  public static String commandLine(String program, RoomRoot root) throws IOException {
    try (PeerSubject subject = ready(program, root)) {
      return String.join(" ", subject.peer().command(TinyProgram.NOOP, List.of()));
    }
  }

  /**
   * Makes one ready, in the way with the most isolation that works here.
   *
   * @throws IOException what the first way says, if none works
   */
  public static Subject open(String program, RoomRoot root) throws IOException {
    return ready(program, root);
  }

  private static PeerSubject ready(String program, RoomRoot root) throws IOException {
    PeerKind kind =
        PeerKind.ALL.stream()
            .filter(candidate -> candidate.program().equals(program))
            .findFirst()
            .orElseThrow();
    String binary = Tool.find(program).orElseThrow(() -> missing(program)).toString();
    Optional<IOException> failure = Optional.empty();
    for (Peer.Way way : kind.ways()) {
      try {
        return tried(way.open(binary, root));
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
      }
    }
    throw failure.orElseThrow();
  }

  private static PeerSubject tried(Peer peer) throws IOException {
    try {
      Tool.run(peer.command(TinyProgram.NOOP, List.of()));
      return new PeerSubject(peer);
    } catch (IOException e) {
      try (peer) {
        throw e;
      }
    }
  }

  private static IOException missing(String program) {
    return new IOException(program + " is not installed");
  }
}
