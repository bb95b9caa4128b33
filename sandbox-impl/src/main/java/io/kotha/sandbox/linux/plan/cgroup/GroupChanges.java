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

/** Computes the writes that change the limits of a live group. Pure. */
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

  /** Pairs of files of which the kernel never lets the lower value exceed the upper one. */
  private static final List<Pair> PAIRS =
      List.of(
          new Pair("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"),
          new Pair("cpu.max.burst", "cpu.max"),
          new Pair("cpu.cfs_burst_us", "cpu.cfs_quota_us"));

  private static final List<String> IO_KEYS = List.of("rbps", "wbps", "riops", "wiops");

  private record Pair(String lower, String upper) {}

  private GroupChanges() {}

  /**
   * Returns the writes, in an order that the kernel accepts.
   *
   * @param before the writes for the old limits, see {@link GroupWrites}
   * @param after the writes for the new limits
   * @param inherited returns the value that a file without a limit has, for files whose default is
   *     that of the parent group
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

  /** Indexes writes by file, and by device for files that have a line for each device. */
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

  /**
   * Adds {@code max} for each key of {@code io.max} that is not limited, because the kernel keeps
   * the old values of keys that a write omits.
   */
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

  /** Orders a pair: a lower value is written first if it decreases, and last if it increases. */
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

  /** Parses a value. {@code max} and -1 stand for no limit. */
  private static long number(String value) {
    String first = value.split(" ", 2)[0];
    return first.equals("max") || first.equals("-1") ? Long.MAX_VALUE : Long.parseLong(first);
  }
}
