package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.GroupFiles;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists the files of a cgroup. */
public final class GroupInventory {

  /** The files of which counters read single lines. */
  private static final Set<String> KEYED =
      Set.of(
          "cpu.stat",
          "cpu.pressure",
          "io.pressure",
          "memory.pressure",
          "memory.events",
          "memory.oom_control",
          "pids.events");

  private GroupInventory() {}

  /**
   * Lists the files of a group.
   *
   * @param group any group except the top group of a hierarchy, which lacks most files
   */
  public static GroupFiles of(Path group) throws IOException {
    Map<String, Set<String>> found = new HashMap<>();
    try (Stream<Path> files = Files.list(group)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        found.put(name, KEYED.contains(name) ? keys(file) : Set.of());
      }
    }
    return new GroupFiles(found);
  }

  private static Set<String> keys(Path file) {
    return PseudoFile.text(file.toString()).stream()
        .flatMap(text -> Arrays.stream(text.split("\n")))
        .flatMap(line -> Arrays.stream(line.split("[ =]")))
        .collect(Collectors.toUnmodifiableSet());
  }
}
