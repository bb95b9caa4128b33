package io.kotha.sandbox.linux.host;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Samples of the host, ten a second at the most however many rooms ask, and none where no room
 * does.
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

  /** Of this host. */
  public static HostSampler ofHost() {
    return new HostSampler(HostSample::ofHost, System::nanoTime, ForkJoinPool.commonPool());
  }

  /**
   * A sample of a tenth of a second ago at the most; one that is read now, which takes some 0.1 ms,
   * where there is none. Null while another thread reads the first.
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

  /** The same without keeping the caller waiting: at once, or soon and on another thread. */
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
