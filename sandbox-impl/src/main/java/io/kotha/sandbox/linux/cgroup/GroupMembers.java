package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.sys.PseudoFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists the processes of a group and of the groups below it. */
public final class GroupMembers {

  private GroupMembers() {}

  /** Returns whether there is any process. */
  static boolean any(Path group) {
    return pids(group).findAny().isPresent();
  }

  /** Returns the process ids; 0 stands for a process outside of the JVM's pid namespace. */
  public static Stream<Long> pids(Path group) {
    return Stream.concat(Stream.of(group), children(group).stream())
        .flatMap(g -> g.equals(group) ? own(g) : pids(g));
  }

  /** Returns the child groups, sorted; none if the group is gone. */
  static List<Path> children(Path group) {
    try (Stream<Path> entries = Files.list(group)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // another process removed the group
    }
  }

  /** Returns the process ids of the group itself, without the groups below it. */
  public static Stream<Long> own(Path group) {
    Optional<String> text = PseudoFile.text(group.resolve("cgroup.procs").toString());
    return text.stream().flatMap(String::lines).map(Long::parseLong);
  }
}
