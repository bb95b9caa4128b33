package io.kotha.benchmarks.peer;

import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.TinyProgram;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The supported isolators, and access to those that are installed. */
public final class Peers {

  private Peers() {}

  /** Returns the commands of all supported isolators. */
  public static List<String> known() {
    return PeerKind.ALL.stream().map(PeerKind::program).toList();
  }

  /** Returns whether PATH has a command. */
  public static boolean isInstalled(String program) {
    return Tool.find(program).isPresent();
  }

  /** Returns the first line of {@code --version}; the command's name if it prints none. */
  public static String version(String program) {
    try {
      return Tool.run(List.of(program, "--version")).lines().findFirst().orElse(program);
    } catch (IOException e) {
      return program;
    }
  }

  /** Returns the command line that is measured, for reports. */
  public static String commandLine(String program, RoomRoot root) throws IOException {
    try (PeerSubject subject = ready(program, root)) {
      return String.join(" ", subject.peer().command(TinyProgram.NOOP, List.of()));
    }
  }

  /**
   * Prepares an isolator, in the configuration with the most isolation that works on this host.
   *
   * @throws IOException if no configuration works; the failure of the first one
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
