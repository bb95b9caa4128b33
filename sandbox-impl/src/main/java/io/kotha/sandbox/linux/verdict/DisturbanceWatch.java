package io.kotha.sandbox.linux.verdict;

import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.linux.host.HostSample;
import io.kotha.sandbox.linux.host.HostSampler;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Samples the host's counters during one run, to find what disturbed its timing. */
public final class DisturbanceWatch {

  /** The host's counters advance in ticks of 10 ms, so they tell nothing about a shorter run. */
  private static final Duration SHORT = Duration.ofMillis(10);

  private final HostSampler sampler;
  private final CpuLimits limits;
  private volatile @Nullable HostSample before;

  /**
   * @param sampler reads the host's counters
   * @param limits the processors of the room
   */
  public DisturbanceWatch(HostSampler sampler, CpuLimits limits) {
    this.sampler = sampler;
    this.limits = limits;
  }

  /**
   * Takes the first sample when the program starts. Reads no file on the calling thread, which is
   * the event thread: other starts may wait for it.
   */
  public void started() {
    sampler.recent(sample -> before = sample);
  }

  /**
   * Takes the second sample when the program has ended, and returns its usage with disturbances.
   */
  public Usage ended(Usage usage) {
    // Not on the common pool: the caller's own tasks may occupy it for any length of time.
    HostSample after = usage.wall().compareTo(SHORT) < 0 ? null : sampler.recent();
    return usage.disturbances(Disturbances.of(before, after, usage, limits));
  }
}
