package io.kotha.sandbox.limits;

import io.kotha.sandbox.internal.Arguments;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits on the rate of processor time and on the processors of a room. {@link TimeLimits} limits
 * the total. Immutable; a null component is no limit.
 *
 * @param rate processor time for each unit of wall time, in processors, 0.01 to 65,536; 0.5 is half
 *     of one. cgroup {@code cpu.max} (v1 {@code cpu.cfs_quota_us}), in periods of 100 ms
 * @param burst unused quota that may accumulate and be used on top of {@code rate}, 0 or more;
 *     requires a rate. cgroup {@code cpu.max.burst} (v1 {@code cpu.cfs_burst_us}), Linux 5.14
 * @param weight share of a busy machine against sibling cgroups, 1 to 10,000; the kernel's default
 *     is 100. cgroup {@code cpu.weight} (v1 {@code cpu.shares}, scaled)
 * @param cpus processors that the room may run on; any by default. cgroup {@code cpuset.cpus}
 * @param memoryNodes NUMA nodes that the room's memory comes from, such as {@code 0} or {@code
 *     0-1}; any by default. cgroup {@code cpuset.mems}
 */
public record CpuLimits(
    @Nullable Double rate,
    @Nullable Duration burst,
    @Nullable Integer weight,
    CpuSet cpus,
    @Nullable CpuList memoryNodes) {

  /** No limit on processors. */
  public static final CpuLimits NONE = new CpuLimits(null, null, null, CpuSet.any(), null);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of range, or there is a burst without a rate
   */
  public CpuLimits {
    Objects.requireNonNull(cpus, "cpus");
    if (rate != null && !(rate >= 0.01 && rate <= 1 << 16)) {
      throw new IllegalArgumentException("a rate of processors must be 0.01 to 65536, not " + rate);
    }
    if (burst != null && (rate == null || burst.isNegative())) {
      throw new IllegalArgumentException(
          "a burst must be 0 or more and requires a rate, not " + burst + " at rate " + rate);
    }
    burst = burst == null ? null : Arguments.atMost(burst);
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
    Objects.requireNonNull(value, "value");
    return new CpuLimits(rate, burst, weight, value, memoryNodes);
  }

  /** Returns a copy with these {@link #memoryNodes}. */
  public CpuLimits memoryNodes(@Nullable CpuList value) {
    return new CpuLimits(rate, burst, weight, cpus, value);
  }
}
