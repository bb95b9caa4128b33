package io.kotha.sandbox.linux.plan.cgroup;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files that a cgroup has on this kernel.
 *
 * @param keys by file name, the keys of its {@code key value} lines; an empty set for a file that
 *     was not read
 */
public record GroupFiles(Map<String, Set<String>> keys) {

  public GroupFiles {
    keys = Map.copyOf(keys);
  }

  /** Returns whether the group has a file. */
  public boolean has(String file) {
    return keys.containsKey(file);
  }

  /** Returns whether a file of the group has a line with this key. */
  public boolean has(String file, String key) {
    return keys.getOrDefault(file, Set.of()).contains(key);
  }

  /** Returns the names of all files that match, sorted. */
  public List<String> matching(Pattern name) {
    return keys.keySet().stream().filter(name.asMatchPredicate()).sorted().toList();
  }
}
