package io.kotha.sandbox.linux.host;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache of host samples. It reads at most ten samples per second, however many rooms request
 * them, and none without a request. Thread-safe.
 */
public final class HostSampler {

  private static final long FRESH_NANOS = 100_000_000;

  private final Supplier<HostSample> read;
  private final LongSupplier clock;
  private final Executor executor;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile @Nullable HostSample last;

  HostSampler(Supplier<HostSample> read, LongSupplier clock, Executor executor) {
    this.read = read;
    this.clock = clock;
    this.executor = executor;
  }

  /** Returns a sampler of this host. */
  public static HostSampler ofHost() {
    return new HostSampler(HostSample::ofHost, System::nanoTime, ForkJoinPool.commonPool());
  }

  /**
   * Returns a sample that is at most 100 ms old. Without a cached one it reads one, which takes
   * about 0.1 ms. While another thread is reading, it returns the previous sample, or null if there
   * is none yet.
   */
  public @Nullable HostSample recent() {
    if (!isFresh() && reading.compareAndSet(false, true)) {
      try {
        last = read.get();
      } finally {
        reading.set(false);
      }
    }
    return last;
  }

  /**
   * Passes a recent sample to a consumer without blocking the caller. A cached sample is passed
   * immediately; otherwise another thread reads one and calls the consumer.
   */
  public void recent(Consumer<@Nullable HostSample> then) {
    if (isFresh()) {
      then.accept(last);
    } else {
      executor.execute(() -> then.accept(recent()));
    }
  }

  private boolean isFresh() {
    HostSample known = last;
    return known != null && clock.getAsLong() - known.nanos() < FRESH_NANOS;
  }
}
