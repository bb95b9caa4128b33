package io.kotha.sandbox.linux.process;

import io.kotha.sandbox.linux.sys.DaemonThreads;
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
 * Publishes samples of a room at an interval. The JDK's timer thread starts a task on the common
 * pool for each sample, so a subscription occupies no thread between two samples.
 */
final class StatsPublisher implements Flow.Publisher<RoomStats> {

  private static final Logger LOG = LoggerFactory.getLogger(StatsPublisher.class);

  private final Supplier<RoomStats> source;
  private final CompletableFuture<?> end;
  private final long intervalNanos;

  /**
   * @param source takes a sample; called from any thread
   * @param end completes when the room has ended
   * @param interval between two samples, at least 1 ms
   */
  StatsPublisher(Supplier<RoomStats> source, CompletableFuture<?> end, Duration interval) {
    if (interval.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("the interval must be at least 1 ms, and is " + interval);
    }
    this.source = source;
    this.end = end;
    this.intervalNanos = TimeUnit.NANOSECONDS.convert(interval); // the largest if it does not fit
  }

  @Override
  public void subscribe(Flow.Subscriber<? super RoomStats> subscriber) {
    new Subscription(Objects.requireNonNull(subscriber, "subscriber")).begin();
  }

  private final class Subscription implements Flow.Subscription {

    private final Flow.Subscriber<? super RoomStats> subscriber;
    private final AtomicLong requested = new AtomicLong();

    /**
     * The number of wakeups that were not handled yet. The thread that raises it from 0 handles all
     * of them, so no two calls of the subscriber overlap.
     */
    private final AtomicInteger wakeups = new AtomicInteger();

    private volatile boolean due = true;
    private volatile boolean done;
    private volatile @Nullable Throwable misuse;

    Subscription(Flow.Subscriber<? super RoomStats> subscriber) {
      this.subscriber = subscriber;
    }

    void begin() {
      DaemonThreads.startSharedTimer();
      wakeups.incrementAndGet(); // no other call may begin before onSubscribe has returned
      try {
        subscriber.onSubscribe(this);
      } catch (RuntimeException e) {
        fail(e);
      }
      // Not on this thread: a subscriber that blocks in onNext must not block subscribe().
      ForkJoinPool.commonPool().execute(this::drain);
      var unused =
          end.whenComplete((result, error) -> ForkJoinPool.commonPool().execute(this::wake));
    }

    @Override
    public void request(long count) {
      if (count <= 0) {
        misuse =
            new IllegalArgumentException("requested " + count + " samples: request at least 1");
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
      if (wakeups.getAndIncrement() == 0) {
        drain();
      }
    }

    private void drain() {
      int seen = wakeups.get();
      do {
        step();
        seen = wakeups.addAndGet(-seen);
      } while (seen != 0);
    }

    private void step() {
      Throwable error = misuse;
      if (done) {
        return;
      } else if (error != null) {
        done = true;
        call(() -> subscriber.onError(error));
      } else if (end.isDone()) {
        done = true;
        call(subscriber::onComplete);
      } else if (due) {
        due = false;
        if (requested.get() > 0) {
          if (requested.get() != Long.MAX_VALUE) {
            requested.decrementAndGet();
          }
          call(() -> subscriber.onNext(source.get()));
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

    private void call(Runnable method) {
      try {
        method.run();
      } catch (RuntimeException e) {
        fail(e);
      }
    }

    private void fail(RuntimeException e) {
      done = true;
      LOG.warn("a subscriber of room statistics threw; its subscription is cancelled", e);
    }
  }
}
