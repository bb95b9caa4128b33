package io.kotha.sandbox.linux.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which files this kernel gives a group, and which keys the ones of {@code key value} lines have.
 *
 * @param keys by file name; no keys for files that were not looked into
 */
public record GroupFiles(Map<String, Set<String>> keys) {

  /** The ones that a counter may take a line of. */
  private static final Set<String> KEYED =
      Set.of(
          "cpu.stat",
          "cpu.pressure",
          "io.pressure",
          "memory.pressure",
          "memory.events",
          "memory.oom_control",
          "pids.events");

  public GroupFiles {
    keys = Map.copyOf(keys);
  }

  /** Looks into a group that has no special place: the top group lacks most files. */
  static GroupFiles of(Path group) throws IOException {
    Map<String, Set<String>> found = new HashMap<>();
    try (Stream<Path> files = Files.list(group)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        found.put(name, KEYED.contains(name) ? keysOf(file) : Set.of());
      }
    }
    return new GroupFiles(found);
  }

  boolean has(String file) {
    return keys.containsKey(file);
  }

  boolean has(String file, String key) {
    return keys.getOrDefault(file, Set.of()).contains(key);
  }

  List<String> matching(Pattern name) {
    return keys.keySet().stream().filter(name.asMatchPredicate()).sorted().toList();
  }

  private static Set<String> keysOf(Path file) {
    return CgroupFile.text(file.toString()).stream()
        .flatMap(text -> Arrays.stream(text.split("\n")))
        .flatMap(line -> Arrays.stream(line.split("[ =]")))
        .collect(Collectors.toUnmodifiableSet());
  }
}
