package io.kotha.sandbox.linux.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Integer> during =
        CompletableFuture.supplyAsync(
            () ->
                leases
                    .whileHeld(
                        () -> {
                          begun.countDown();
                          assertThat(await(go)).isFalse(); // the release waits
                          return releases.get();
                        })
                    .orElseThrow());
    begun.await();
    leases.release();
    go.countDown();
    assertThat(during.get(10, TimeUnit.SECONDS)).isZero();
    assertThat(releases).hasValue(1);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(300, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
