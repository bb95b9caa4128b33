package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.stats.RoomStats;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room looked at again and again. The JDK's one timer thread wakes a task of the common pool;
 * between two samples a subscription costs no thread.
 */
final class StatsPublisher implements Flow.Publisher<RoomStats> {

  private static final Logger LOG = LoggerFactory.getLogger(StatsPublisher.class);

  private final Supplier<RoomStats> source;
  private final CompletableFuture<?> end;
  private final long intervalNanos;

  /**
   * @param source may be called from any thread
   * @param end completes when there is nothing more to see
   */
  StatsPublisher(Supplier<RoomStats> source, CompletableFuture<?> end, Duration interval) {
    if (interval.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("an interval of 1 ms at least, not " + interval);
    }
    this.source = source;
    this.end = end;
    this.intervalNanos = interval.toNanos();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super RoomStats> subscriber) {
    new Subscription(Objects.requireNonNull(subscriber, "subscriber")).begin();
  }

  private final class Subscription implements Flow.Subscription {

    private final Flow.Subscriber<? super RoomStats> subscriber;
    private final AtomicLong requested = new AtomicLong();

    /** How often somebody had something to do; who finds 0 does it all, so nothing overlaps. */
    private final AtomicInteger work = new AtomicInteger();

    private volatile boolean due = true;
    private volatile boolean done;
    private volatile @Nullable Throwable misuse;

    Subscription(Flow.Subscriber<? super RoomStats> subscriber) {
      this.subscriber = subscriber;
    }

    void begin() {
      work.incrementAndGet(); // nothing may come before onSubscribe has returned
      try {
        subscriber.onSubscribe(this);
      } catch (RuntimeException e) {
        fail(e);
      }
      // Not here: a subscriber that waits in onNext must not hold up who calls subscribe.
      ForkJoinPool.commonPool().execute(this::drain);
      var unused =
          end.whenComplete((result, error) -> ForkJoinPool.commonPool().execute(this::wake));
    }

    @Override
    public void request(long count) {
      if (count <= 0) {
        misuse = new IllegalArgumentException("more than 0 must be requested, not " + count);
      } else {
        requested.accumulateAndGet(count, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
      }
      if (misuse != null) {
        ForkJoinPool.commonPool().execute(this::wake);
      }
    }

    @Override
    public void cancel() {
      done = true;
    }

    private void wake() {
      if (work.getAndIncrement() == 0) {
        drain();
      }
    }

    private void drain() {
      int seen = work.get();
      do {
        step();
        seen = work.addAndGet(-seen);
      } while (seen != 0);
    }

    private void step() {
      Throwable wrong = misuse;
      if (done) {
        return;
      } else if (wrong != null) {
        done = true;
        tell(() -> subscriber.onError(wrong));
      } else if (end.isDone()) {
        done = true;
        tell(subscriber::onComplete);
      } else if (due) {
        due = false;
        if (requested.get() > 0) {
          if (requested.get() != Long.MAX_VALUE) {
            requested.decrementAndGet();
          }
          tell(() -> subscriber.onNext(source.get()));
        }
        timer().execute(this::tick);
      }
    }

    private void tick() {
      due = true;
      wake();
    }

    private Executor timer() {
      return CompletableFuture.delayedExecutor(
          intervalNanos, TimeUnit.NANOSECONDS, ForkJoinPool.commonPool());
    }

    private void tell(Runnable call) {
      try {
        call.run();
      } catch (RuntimeException e) {
        fail(e);
      }
    }

    private void fail(RuntimeException e) {
      done = true;
      LOG.warn("a subscriber threw, and gets no more samples", e);
    }
  }
}
