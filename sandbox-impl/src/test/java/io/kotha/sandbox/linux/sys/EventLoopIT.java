package io.kotha.sandbox.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLoopIT {

  @Test
  void failingHandlerDoesNotStopTheOthers() throws Exception {
    Native kernel = Native.load();
    EventLoop loop = EventLoop.start(kernel);
    int[] bad = kernel.pipe();
    int[] good = kernel.pipe();
    try {
      CountDownLatch failed = new CountDownLatch(1);
      CountDownLatch heard = new CountDownLatch(1);
      loop.add(
          bad[0],
          () -> {
            loop.remove(bad[0]);
            failed.countDown();
            throw new NoSuchMethodError("a method that another version lacks");
          });
      kernel.writeAll(bad[1], new byte[1]);
      assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
      loop.add(
          good[0],
          () -> {
            loop.remove(good[0]);
            heard.countDown();
          });
      kernel.writeAll(good[1], new byte[1]);
      assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      for (int fd : new int[] {bad[0], bad[1], good[0], good[1]}) {
        kernel.close(fd);
      }
    }
  }
}
