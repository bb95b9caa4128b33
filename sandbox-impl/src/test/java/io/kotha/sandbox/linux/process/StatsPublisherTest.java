package io.kotha.sandbox.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.linux.fixture.Poll;
import io.kotha.sandbox.stats.RoomStats;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StatsPublisherTest {

  private static final Duration OFTEN = Duration.ofMillis(2);

  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final AtomicInteger reads = new AtomicInteger();
  private final StatsPublisher samples = new StatsPublisher(this::read, end, OFTEN);

  private RoomStats read() {
    reads.incrementAndGet();
    return RoomStats.after(Usage.of(Duration.ZERO), Instant.EPOCH);
  }

  /** Counts its signals, and records whether two of them overlap. */
  private static class Subscriber implements Flow.Subscriber<RoomStats> {
    final AtomicInteger samples = new AtomicInteger();
    final AtomicInteger ends = new AtomicInteger();
    final AtomicBoolean overlapped = new AtomicBoolean();
    private final AtomicBoolean inside = new AtomicBoolean();
    volatile Flow.@Nullable Subscription subscription;
    volatile @Nullable Throwable error;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(RoomStats sample) {
      overlapped.compareAndSet(false, !inside.compareAndSet(false, true));
      samples.incrementAndGet();
      take();
      inside.set(false);
    }

    void take() {}

    @Override
    public void onError(Throwable wrong) {
      error = wrong;
    }

    @Override
    public void onComplete() {
      overlapped.compareAndSet(false, inside.get());
      ends.incrementAndGet();
    }

    Flow.Subscription subscription() {
      Flow.Subscription given = subscription;
      assertThat(given).isNotNull();
      return given;
    }
  }

  @Test
  void unrequestedSamplesAreNotRead() throws Exception {
    Subscriber subscriber = new Subscriber();
    samples.subscribe(subscriber);
    Thread.sleep(50);
    assertThat(reads).hasValue(0);
    subscriber.subscription().request(3);
    Poll.until("three samples", () -> subscriber.samples.get() == 3);
    Thread.sleep(50);
    assertThat(subscriber.samples).hasValue(3);
    assertThat(reads).hasValue(3);
    end.complete(null);
    Poll.until("completion", () -> subscriber.ends.get() == 1);
  }

  @Test
  void slowSubscriberIsNeverCalledConcurrently() throws Exception {
    Subscriber subscriber =
        new Subscriber() {
          @Override
          void take() {
            try {
              Thread.sleep(20);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    samples.subscribe(subscriber);
    subscriber.subscription().request(Long.MAX_VALUE);
    subscriber.subscription().request(Long.MAX_VALUE); // The demand is already unbounded.
    Poll.until("some samples", () -> subscriber.samples.get() >= 5);
    end.complete(null);
    Poll.until("completion", () -> subscriber.ends.get() == 1);
    int seen = subscriber.samples.get();
    Thread.sleep(50);
    assertThat(subscriber.samples).hasValue(seen);
    assertThat(subscriber.ends).hasValue(1);
    assertThat(subscriber.overlapped).isFalse();
  }

  @Test
  void lateSubscriberIsCompletedAtOnce() {
    end.complete(null);
    Subscriber subscriber = new Subscriber();
    samples.subscribe(subscriber);
    Poll.until("completion", () -> subscriber.ends.get() == 1);
    assertThat(reads).hasValue(0);
  }

  @Test
  void cancelledSubscriberReceivesNothingMore() throws Exception {
    Subscriber subscriber = new Subscriber();
    samples.subscribe(subscriber);
    subscriber.subscription().request(Long.MAX_VALUE);
    Poll.until("a sample", () -> subscriber.samples.get() > 0);
    subscriber.subscription().cancel();
    Thread.sleep(20);
    int seen = subscriber.samples.get();
    end.complete(null);
    Thread.sleep(50);
    assertThat(subscriber.samples).hasValue(seen);
    assertThat(subscriber.ends).hasValue(0);
  }

  @Test
  void requestForZeroIsAnError() {
    Subscriber subscriber = new Subscriber();
    samples.subscribe(subscriber);
    subscriber.subscription().request(0);
    Poll.until("an error", () -> subscriber.error instanceof IllegalArgumentException);
  }

  @Test
  void throwingSubscriberEndsOnlyItsSubscription() {
    Subscriber throwing =
        new Subscriber() {
          @Override
          void take() {
            throw new IllegalStateException("on purpose");
          }
        };
    Subscriber other = new Subscriber();
    samples.subscribe(throwing);
    samples.subscribe(other);
    throwing.subscription().request(9);
    other.subscription().request(9);
    Poll.until("nine samples", () -> other.samples.get() == 9);
    assertThat(throwing.samples).hasValue(1);
  }

  @Test
  void intervalIsAtLeastOneMillisecond() {
    assertThatThrownBy(() -> new StatsPublisher(this::read, end, Duration.ofNanos(999_999)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
