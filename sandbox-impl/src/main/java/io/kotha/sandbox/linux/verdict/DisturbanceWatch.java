package io.kotha.sandbox.linux.verdict;

import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.linux.host.HostSample;
import io.kotha.sandbox.linux.host.HostSampler;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Watches the host over one run, for what disturbs its timing. */
public final class DisturbanceWatch {

  /** A shorter one is over before the host's counters, in ticks of 10 ms, could tell anything. */
  private static final Duration SHORT = Duration.ofMillis(10);

  private final HostSampler sampler;
  private final CpuLimits limits;
  private volatile @Nullable HostSample before;

  public DisturbanceWatch(HostSampler sampler, CpuLimits limits) {
    this.sampler = sampler;
    this.limits = limits;
  }

  /** The program runs. No file is read on this thread: the next start may be waiting for it. */
  public void started() {
    sampler.recent(sample -> before = sample);
  }

  /** The program has ended: its usage, with what disturbed it. */
  public Usage ended(Usage usage) {
    // On this thread: one of a pool may be kept busy by the caller's own work for any time.
    HostSample after = usage.wall().compareTo(SHORT) < 0 ? null : sampler.recent();
    return usage.disturbances(Disturbances.of(before, after, usage, limits));
  }
}
