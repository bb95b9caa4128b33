package io.kotha.sandbox.linux.plan.cgroup;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
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
          Map.entry(GroupWrites.SOCKETS1, "-1"),
          Map.entry("pids.max", "max"),
          Map.entry("cpu.max", "max " + GroupWrites.PERIOD_MICROS),
          Map.entry("cpu.max.burst", "0"),
          Map.entry("cpu.weight", "100"),
          Map.entry("cpu.cfs_period_us", Long.toString(GroupWrites.PERIOD_MICROS)),
          Map.entry("cpu.cfs_quota_us", "-1"),
          Map.entry("cpu.cfs_burst_us", "0"),
          Map.entry("cpu.shares", "1024"));

  /** The pairs of files of which the kernel never lets the lower value exceed the upper one. */
  private static final List<Pair> PAIRS =
      List.of(
          new Pair(
              "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", GroupChanges::memoryBytes),
          new Pair("cpu.max.burst", "cpu.max", GroupChanges::burstNanos),
          new Pair("cpu.cfs_burst_us", "cpu.cfs_quota_us", GroupChanges::burstNanos));

  private static final List<String> IO_KEYS = List.of("rbps", "wbps", "riops", "wiops");

  /**
   * Two files of a group whose values depend on each other.
   *
   * @param amount returns the limit that the lower file holds
   */
  private record Pair(String lower, String upper, ToLongFunction<Limits> amount) {}

  /**
   * Limits and the writes that set them.
   *
   * @param writes the writes from {@link GroupWrites}
   */
  public record Limited(Limits limits, List<Write> writes) {
    public Limited {
      writes = List.copyOf(writes);
    }
  }

  private GroupChanges() {}

  /**
   * Returns the writes that change the limits of a group, in an order that the kernel accepts.
   *
   * @param before the old limits with their writes
   * @param after the new limits with the writes that would set them on a new group
   * @param inherited returns the value of a file that has no limit, for files whose default is that
   *     of the parent group
   */
  public static List<Write> of(Limited before, Limited after, Function<String, String> inherited) {
    Map<String, Write> old = byPlace(before.writes());
    Map<String, Write> now = byPlace(after.writes());
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
    PAIRS.forEach(pair -> order(changes, pair, before.limits(), after.limits()));
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
      return "0"; // as in a room that is built without this limit, whose filter refuses such pages
    }
    String value = WITHOUT_LIMIT.get(file);
    return value == null ? inherited.apply(file) : value;
  }

  /** Puts the write of the lower file first if its limit decreases, and last if it increases. */
  private static void order(List<Write> changes, Pair pair, Limits before, Limits after) {
    Write lower = find(changes, pair.lower());
    Write upper = find(changes, pair.upper());
    if (lower == null || upper == null) {
      return;
    }
    int at = Math.min(changes.indexOf(lower), changes.indexOf(upper));
    changes.removeAll(List.of(lower, upper));
    boolean down = pair.amount().applyAsLong(after) < pair.amount().applyAsLong(before);
    changes.addAll(at, down ? List.of(lower, upper) : List.of(upper, lower));
  }

  private static long memoryBytes(Limits limits) {
    MemorySize max = limits.memory().max();
    return max == null ? Long.MAX_VALUE : max.bytes();
  }

  private static long burstNanos(Limits limits) {
    Duration burst = limits.cpu().burst();
    return burst == null ? 0 : burst.toNanos();
  }

  private static @Nullable Write find(List<Write> writes, String file) {
    Stream<Write> found = writes.stream().filter(write -> write.file().equals(file));
    return found.findFirst().orElse(null);
  }
}
