package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What to write to a live group so that it has other limits. Pure. */
public final class GroupChanges {

  private static final Map<String, String> WITHOUT_LIMIT =
      Map.ofEntries(
          Map.entry("memory.max", "max"),
          Map.entry("memory.high", "max"),
          Map.entry("memory.swap.max", "max"),
          Map.entry("memory.oom.group", "0"),
          Map.entry("memory.limit_in_bytes", "-1"),
          Map.entry("memory.memsw.limit_in_bytes", "-1"),
          Map.entry("pids.max", "max"),
          Map.entry("cpu.max", "max " + GroupWrites.PERIOD_MICROS),
          Map.entry("cpu.max.burst", "0"),
          Map.entry("cpu.weight", "100"),
          Map.entry("cpu.cfs_period_us", Long.toString(GroupWrites.PERIOD_MICROS)),
          Map.entry("cpu.cfs_quota_us", "-1"),
          Map.entry("cpu.cfs_burst_us", "0"),
          Map.entry("cpu.shares", "1024"));

  /** Of each two, the kernel wants the first never to be above the second. */
  private static final List<Pair> PAIRS =
      List.of(
          new Pair("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"),
          new Pair("cpu.max.burst", "cpu.max"),
          new Pair("cpu.cfs_burst_us", "cpu.cfs_quota_us"));

  private static final List<String> IO_KEYS = List.of("rbps", "wbps", "riops", "wiops");

  private record Pair(String lower, String upper) {}

  private GroupChanges() {}

  /**
   * The writes, in an order in which the kernel takes them.
   *
   * @param before what a group with the limits so far was given, see {@link GroupWrites}
   * @param after what one with the new limits would be given
   * @param inherited what a file holds to which nothing was written, where that depends on the
   *     parent group
   */
  public static List<Write> of(
      List<Write> before, List<Write> after, Function<String, String> inherited) {
    Map<String, Write> old = byPlace(before);
    Map<String, Write> now = byPlace(after);
    List<Write> changes = new ArrayList<>();
    now.forEach(
        (place, write) -> {
          if (!write.equals(old.get(place))) {
            changes.add(whole(write));
          }
        });
    old.forEach(
        (place, write) -> {
          if (!now.containsKey(place)) {
            changes.add(new Write(write.group(), write.file(), withoutLimit(write, inherited)));
          }
        });
    PAIRS.forEach(pair -> order(changes, pair, before));
    return List.copyOf(changes);
  }

  /** By file, and by device where a file has a line for each. */
  private static Map<String, Write> byPlace(List<Write> writes) {
    Map<String, Write> all = new LinkedHashMap<>();
    writes.forEach(write -> all.put(write.file() + (isIo(write) ? device(write) : ""), write));
    return all;
  }

  private static boolean isIo(Write write) {
    return write.file().equals("io.max") || write.file().startsWith("blkio.throttle.");
  }

  private static String device(Write write) {
    return " " + write.value().split(" ", 2)[0];
  }

  /** With the keys that are not limited said so: the kernel keeps what it is not told of. */
  private static Write whole(Write write) {
    if (!write.file().equals("io.max")) {
      return write;
    }
    String rest =
        IO_KEYS.stream()
            .filter(key -> !write.value().contains(" " + key + "="))
            .map(key -> " " + key + "=max")
            .collect(Collectors.joining());
    return new Write(write.group(), write.file(), write.value() + rest);
  }

  private static String withoutLimit(Write write, Function<String, String> inherited) {
    String file = write.file();
    if (file.equals("io.max")) {
      return device(write).substring(1)
          + IO_KEYS.stream().map(key -> " " + key + "=max").collect(Collectors.joining());
    } else if (isIo(write)) {
      return device(write).substring(1) + " 0";
    } else if (file.startsWith("hugetlb.")) {
      return file.endsWith(".max") ? "max" : "-1";
    }
    String value = WITHOUT_LIMIT.get(file);
    return value == null ? inherited.apply(file) : value;
  }

  /** The lower one first when it goes down, last when it goes up. */
  private static void order(List<Write> changes, Pair pair, List<Write> before) {
    Write lower = find(changes, pair.lower());
    Write upper = find(changes, pair.upper());
    if (lower == null || upper == null) {
      return;
    }
    Write old = find(before, pair.lower());
    String was =
        old == null ? Objects.requireNonNull(WITHOUT_LIMIT.get(pair.lower())) : old.value();
    int at = Math.min(changes.indexOf(lower), changes.indexOf(upper));
    changes.removeAll(List.of(lower, upper));
    boolean down = number(lower.value()) < number(was);
    changes.addAll(at, down ? List.of(lower, upper) : List.of(upper, lower));
  }

  private static @Nullable Write find(List<Write> writes, String file) {
    Stream<Write> found = writes.stream().filter(write -> write.file().equals(file));
    return found.findFirst().orElse(null);
  }

  /** {@code max} and -1 are no limit. */
  private static long number(String value) {
    String first = value.split(" ", 2)[0];
    return first.equals("max") || first.equals("-1") ? Long.MAX_VALUE : Long.parseLong(first);
  }
}
