package io.kotha.sandbox.limits;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much of the processors a room gets, and which of them. (For how long in all: {@link
 * TimeLimits}.)
 *
 * @param rate at most this many processors' worth at any time, 0.5 = half of one; cgroup {@code
 *     cpu.max} (v1 {@code cpu.cfs_quota_us}), in periods of 100 ms
 * @param burst how much unused quota may be saved up and used on top of {@code rate}; needs a rate.
 *     cgroup {@code cpu.max.burst} (v1 {@code cpu.cfs_burst_us}), since Linux 5.14
 * @param weight share of a busy machine against its siblings, 1 to 10,000, 100 by default; cgroup
 *     {@code cpu.weight} (v1 {@code cpu.shares}, scaled)
 * @param cpus the processors it may run on; cgroup {@code cpuset.cpus}
 * @param memoryNodes the NUMA nodes that its memory comes from, such as {@code 0} or {@code 0-1};
 *     cgroup {@code cpuset.mems}
 */
public record CpuLimits(
    @Nullable Double rate,
    @Nullable Duration burst,
    @Nullable Integer weight,
    CpuSet cpus,
    @Nullable CpuList memoryNodes) {

  /** No limit. */
  public static final CpuLimits NONE = new CpuLimits(null, null, null, CpuSet.any(), null);

  public CpuLimits {
    if (rate != null && !(rate >= 0.01 && rate <= 1 << 16)) {
      throw new IllegalArgumentException("cpus must be 0.01 or more, not " + rate);
    }
    if (burst != null && (rate == null || burst.isNegative())) {
      throw new IllegalArgumentException(
          "a burst of " + burst + " needs a rate, and to be 0 or more");
    }
    if (weight != null && (weight < 1 || weight > 10_000)) {
      throw new IllegalArgumentException("a weight must be 1 to 10000, not " + weight);
    }
  }

  /** Returns a copy with this {@link #rate}. */
  public CpuLimits rate(@Nullable Double value) {
    return new CpuLimits(value, burst, weight, cpus, memoryNodes);
  }

  /** Returns a copy with this {@link #burst}. */
  public CpuLimits burst(@Nullable Duration value) {
    return new CpuLimits(rate, value, weight, cpus, memoryNodes);
  }

  /** Returns a copy with this {@link #weight}. */
  public CpuLimits weight(@Nullable Integer value) {
    return new CpuLimits(rate, burst, value, cpus, memoryNodes);
  }

  /** Returns a copy with these {@link #cpus}. */
  public CpuLimits cpus(CpuSet value) {
    return new CpuLimits(rate, burst, weight, value, memoryNodes);
  }

  /** Returns a copy with these {@link #memoryNodes}. */
  public CpuLimits memoryNodes(@Nullable CpuList value) {
    return new CpuLimits(rate, burst, weight, cpus, value);
  }
}
