package io.kotha.examples.grader.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A language's programs on this host, at paths that are visible inside a room. */
public sealed interface Toolchain {

  /**
   * The host has every program.
   *
   * @param programs the path of each program by its placeholder name
   */
  record Ready(Map<String, String> programs) implements Toolchain {
    public Ready {
      programs = Map.copyOf(programs);
    }
  }

  /** The host lacks a program or directory. */
  record Missing(String reason) implements Toolchain {}

  /** Looks for the programs of a language. */
  static Toolchain of(Language language) {
    Map<String, String> found = new HashMap<>();
    for (Map.Entry<String, List<String>> program : language.programs().entrySet()) {
      Optional<String> path =
          program.getValue().stream()
              .flatMap(p -> visible(Path.of(p), language).stream())
              .findFirst();
      if (path.isEmpty()) {
        return new Missing(
            "this host has no "
                + String.join(" or ", program.getValue())
                + " that a room can see, which "
                + language.name()
                + " needs");
      }
      found.put(program.getKey(), path.get());
    }
    for (String bind : language.binds()) {
      if (!Files.exists(Path.of(bind))) {
        return new Missing("this host has no " + bind + ", which " + language.name() + " needs");
      }
    }
    return new Ready(found);
  }

  /**
   * Returns the path of a host's program inside a room. A link through {@code /etc/alternatives}
   * dangles inside, where {@code /etc} is not bound; it is replaced by its target. Other links are
   * kept, because some programs depend on the name by which they are called.
   */
  private static Optional<String> visible(Path path, Language language) {
    try {
      if (!Files.isExecutable(path) || !shown(path.toRealPath(), language)) {
        return Optional.empty();
      }
      Path hop = path;
      while (Files.isSymbolicLink(hop)) {
        hop = hop.resolveSibling(Files.readSymbolicLink(hop)).normalize();
        if (!shown(hop, language)) {
          return Optional.of(path.toRealPath().toString());
        }
      }
      return Optional.of(path.toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean shown(Path path, Language language) {
    return Stream.concat(
            Stream.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"),
            language.binds().stream())
        .anyMatch(path::startsWith);
  }
}
