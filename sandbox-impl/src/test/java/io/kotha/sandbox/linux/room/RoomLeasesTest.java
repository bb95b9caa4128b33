package io.kotha.sandbox.linux.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RoomLeasesTest {

  private final AtomicInteger releases = new AtomicInteger();
  private final AtomicInteger removals = new AtomicInteger();
  private final RoomLeases leases =
      new RoomLeases(List.of(releases::incrementAndGet), removals::incrementAndGet);

  @Test
  void leasesEndOnce() {
    leases.release();
    leases.release();
    leases.releaseLost(); // would remove the cgroups of the next room of this name
    assertThat(releases).hasValue(1);
    assertThat(removals).hasValue(0);
  }

  @Test
  void releaseThatFailsDoesNotKeepTheOthers() {
    RoomLeases failing =
        new RoomLeases(
            List.of(
                () -> {
                  throw new OutOfMemoryError("thrown by the test");
                },
                releases::incrementAndGet),
            removals::incrementAndGet);
    assertThatThrownBy(failing::release).isInstanceOf(OutOfMemoryError.class);
    assertThat(releases).hasValue(1);
  }

  @Test
  void actionRunsOnlyBeforeTheRelease() {
    assertThat(leases.whileHeld(() -> "done")).contains("done");
    leases.release();
    assertThat(leases.whileHeld(() -> "done")).isEmpty();
  }

  @Test
  void nameIsNotFreeDuringAnAction() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CompletableFuture<Integer> during = during(released, releases::get);
    leases.release();
    released.countDown();
    assertThat(during.get(10, TimeUnit.SECONDS)).isZero();
    assertThat(releases).hasValue(1);
  }

  /** The release runs on the event thread, for which all rooms would wait. */
  @Test
  void releaseDoesNotWaitForAnAction() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CompletableFuture<Boolean> during = during(released, () -> released.getCount() == 0);
    leases.release();
    released.countDown();
    assertThat(during.get(10, TimeUnit.SECONDS)).as("released during the action").isTrue();
  }

  @Test
  void noActionBeginsAfterTheReleaseAlthoughAnotherStillRuns() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CompletableFuture<Integer> during = during(released, releases::get);
    leases.release();
    assertThat(leases.whileHeld(() -> "done")).isEmpty();
    released.countDown();
    during.get(10, TimeUnit.SECONDS);
    assertThat(releases).hasValue(1);
  }

  @Test
  void leasesOfLostRoomEndWithoutAnotherThreadIfTheHeapIsFull() {
    RoomLeases lost =
        new RoomLeases(
            List.of(releases::incrementAndGet),
            removals::incrementAndGet,
            task -> {
              throw new OutOfMemoryError("thrown by the test");
            });
    lost.releaseLost();
    assertThat(removals).hasValue(1);
    assertThat(releases).hasValue(1);
  }

  @Test
  void leasesOfLostRoomEndOnceIfTheHeapIsFullAfterTheHandover() {
    RoomLeases lost =
        new RoomLeases(
            List.of(releases::incrementAndGet),
            removals::incrementAndGet,
            task -> {
              task.run();
              throw new OutOfMemoryError("thrown by the test");
            });
    lost.releaseLost();
    assertThat(removals).hasValue(1);
    assertThat(releases).hasValue(1);
  }

  /** Starts an action on another thread that waits before it returns a value. */
  private <T> CompletableFuture<T> during(CountDownLatch until, Supplier<T> value)
      throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<T> during =
        CompletableFuture.supplyAsync(
            () ->
                leases
                    .whileHeld(
                        () -> {
                          begun.countDown();
                          await(until);
                          return value.get();
                        })
                    .orElseThrow());
    begun.await();
    return during;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(3, TimeUnit.SECONDS); // a release that waits for the action must not hang
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
