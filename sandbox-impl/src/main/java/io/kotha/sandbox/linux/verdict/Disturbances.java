package io.kotha.sandbox.linux.verdict;

import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.linux.host.HostSample;
import io.kotha.sandbox.stats.Disturbance;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Finds what disturbed the timing of a run. Pure. */
final class Disturbances {

  private static final long TICK_NANOS = 10_000_000; // USER_HZ is 100 on every architecture
  private static final double STEAL = 0.01;
  private static final double PRESSURE = 0.05;
  private static final double FREQUENCY = 0.1;

  private final IntPredicate cpus;
  private final List<Disturbance> found = new ArrayList<>();

  private Disturbances(IntPredicate cpus) {
    this.cpus = cpus;
  }

  /**
   * Returns the disturbances that the counters show.
   *
   * @param before the host's counters at the start, or null if they were not read
   * @param after the host's counters at the end, or null if they were not read; a sample that is
   *     not newer than the first is ignored
   * @param usage the room's own counters
   * @param limits the processors of the room
   */
  static List<Disturbance> of(
      @Nullable HostSample before, @Nullable HostSample after, Usage usage, CpuLimits limits) {
    Disturbances all = new Disturbances(cpus(limits.cpus()));
    if (before != null && after != null && after.nanos() > before.nanos()) {
      all.steal(before, after);
    }
    all.room(usage);
    if (before != null && after != null && after.nanos() > before.nanos()) {
      all.swap(before, after);
      all.frequency(before, after);
    }
    return List.copyOf(all.found);
  }

  private static IntPredicate cpus(CpuSet set) {
    return set instanceof CpuSet.Listed listed ? listed.cpus().numbers()::contains : cpu -> true;
  }

  private void steal(HostSample before, HostSample after) {
    long ticks = 0;
    for (Map.Entry<Integer, Long> cpu : after.steal().entrySet()) {
      Long then = before.steal().get(cpu.getKey());
      if (then != null && cpus.test(cpu.getKey())) {
        ticks += Math.max(0, cpu.getValue() - then); // the kernel's counter may step back a little
      }
    }
    long elapsed = after.nanos() - before.nanos();
    if (ticks * TICK_NANOS > elapsed * STEAL) {
      found.add(
          new Disturbance.Stolen(Duration.ofNanos(ticks * TICK_NANOS), Duration.ofNanos(elapsed)));
    }
  }

  private void room(Usage usage) {
    usage
        .throttled()
        .filter(time -> !time.isZero())
        .ifPresent(time -> found.add(new Disturbance.Throttled(time)));
    usage
        .stalls()
        .cpu()
        .filter(time -> time.toNanos() > usage.wall().toNanos() * PRESSURE)
        .ifPresent(time -> found.add(new Disturbance.CpuPressure(time, usage.wall())));
  }

  private void swap(HostSample before, HostSample after) {
    if (before.swappedPages().isPresent() && after.swappedPages().isPresent()) {
      long pages = after.swappedPages().getAsLong() - before.swappedPages().getAsLong();
      if (pages > 0) {
        found.add(new Disturbance.Swapped(pages));
      }
    }
  }

  private void frequency(HostSample before, HostSample after) {
    OptionalLong then = fastest(before);
    OptionalLong now = fastest(after);
    if (then.isPresent() && now.isPresent()) {
      long change = Math.abs(now.getAsLong() - then.getAsLong());
      if (change > then.getAsLong() * FREQUENCY) {
        found.add(new Disturbance.FrequencyChanged(then.getAsLong(), now.getAsLong()));
      }
    }
  }

  /**
   * Returns the highest frequency of the room's processors. The kernel slows idle processors down,
   * so a program that computes runs on one of the fastest.
   */
  private OptionalLong fastest(HostSample sample) {
    return sample.kilohertz().entrySet().stream()
        .filter(cpu -> cpus.test(cpu.getKey()))
        .mapToLong(Map.Entry::getValue)
        .max();
  }
}
