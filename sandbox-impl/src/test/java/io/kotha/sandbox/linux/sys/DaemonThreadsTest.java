package io.kotha.sandbox.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {

  /** A group of the caller can keep classes of the caller alive. */
  @Test
  void threadDoesNotInheritTheGroupOfTheCaller() throws Exception {
    ThreadGroup group = new ThreadGroup("test-group");
    AtomicReference<Thread> made = new AtomicReference<>();
    Thread caller =
        new Thread(group, () -> made.set(DaemonThreads.of("test-daemon", () -> {})), "test-caller");
    caller.start();
    caller.join();

    assertThat(made.get().getThreadGroup().getParent()).isNull();
    assertThat(made.get().isDaemon()).isTrue();
    assertThat(made.get().getContextClassLoader()).isNull();
  }
}
