package io.kotha.benchmarks.lineup;

import io.kotha.benchmarks.peer.Peers;
import io.kotha.benchmarks.result.Entrant;
import io.kotha.benchmarks.result.LeftOut;
import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The subjects that are measured on this host.
 *
 * @param entrants the subjects that work on this host
 * @param leftOut the subjects that do not, with the reason
 */
public record Lineup(List<Entrant> entrants, List<LeftOut> leftOut) {

  /** Tries every known subject once. */
  public static Lineup onThisHost() throws IOException, InterruptedException {
    List<Entrant> entrants = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    try (RoomRoot root = RoomRoot.create()) {
      for (SubjectName name : candidates()) {
        try {
          entrants.add(tried(name, root));
        } catch (IOException | IllegalStateException e) {
          leftOut.add(new LeftOut(name.label(), LeftOut.reason(e)));
        }
      }
    }
    return new Lineup(entrants, leftOut);
  }

  /** Returns the names of the measured subjects. */
  public List<SubjectName> names() {
    return entrants.stream().map(Entrant::name).toList();
  }

  private static List<SubjectName> candidates() {
    return Stream.concat(SubjectName.own().stream(), Peers.known().stream().map(SubjectName::peer))
        .toList();
  }

  private static Entrant tried(SubjectName name, RoomRoot root)
      throws IOException, InterruptedException {
    try (Subject subject = Subjects.open(name, root, 1)) {
      subject.startToExit();
      return name.isPeer()
          ? new Entrant(
              name,
              Peers.version(name.program()),
              Peers.commandLine(name.program(), root),
              observed(subject))
          : new Entrant(name, version(name), usage(name), observed(subject));
    }
  }

  private static String observed(Subject subject) throws InterruptedException {
    try {
      return Observer.look(subject).words();
    } catch (IOException e) {
      return "not observed: " + LeftOut.reason(e);
    }
  }

  private static String version(SubjectName name) {
    return name.label().startsWith("Process")
        ? "JDK " + Runtime.version()
        : "this version of Kotha";
  }

  private static String usage(SubjectName name) {
    return switch (name.kind()) {
      case "coldRoom" -> "full.start(command)";
      case "coldRoomSharingNetwork" -> "full.share(Namespace.NET).start(command)";
      case "pooledRoom" -> "full.pool(4), pool.start(command)";
      default -> "new ProcessBuilder(noop).start() " + String.join(" ", name.jvmFlags());
    };
  }
}
