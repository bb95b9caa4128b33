package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.sys.PseudoFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of a group and of the groups below it. */
final class GroupMembers {

  private GroupMembers() {}

  /** Whether there is any. */
  static boolean any(Path group) {
    return pids(group).findAny().isPresent();
  }

  /** Process ids; 0 stands for a process that this pid namespace does not see. */
  static Stream<Long> pids(Path group) {
    return Stream.concat(Stream.of(group), children(group).stream())
        .flatMap(g -> g.equals(group) ? own(g) : pids(g));
  }

  /** The groups in a group. */
  static List<Path> children(Path group) {
    try (Stream<Path> entries = Files.list(group)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // gone meanwhile
    }
  }

  /** Those of the group itself. */
  static Stream<Long> own(Path group) {
    Optional<String> text = PseudoFile.text(group.resolve("cgroup.procs").toString());
    return text.stream().flatMap(String::lines).map(Long::parseLong);
  }
}
