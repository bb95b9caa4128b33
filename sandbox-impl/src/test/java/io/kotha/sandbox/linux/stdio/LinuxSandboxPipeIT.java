package io.kotha.sandbox.linux.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPipe;
import io.kotha.sandbox.linux.sys.Native;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinuxSandboxPipeIT {

  private static final int PIPES = 1_500;
  private static final int HOLDERS = 6;

  /** A descriptor that is duplicated after it was closed may be that of another file by then. */
  @Test
  void closedEndIsNeverDuplicated() throws Exception {
    Native kernel = Native.load();
    LinuxSandboxPipe[] pipe = {LinuxSandboxPipe.open(kernel)};
    AtomicBoolean done = new AtomicBoolean();
    Set<String> refusals = new ConcurrentSkipListSet<>();
    ExecutorService holders = Executors.newFixedThreadPool(HOLDERS);
    for (int i = 0; i < HOLDERS; i++) {
      holders.execute(
          () -> {
            while (!done.get()) {
              hold(pipe[0], refusals);
            }
          });
    }
    for (int i = 0; i < PIPES; i++) {
      pipe[0] = LinuxSandboxPipe.open(kernel);
      Thread.sleep(1); // lets the holders run, and be preempted
      pipe[0].close();
    }
    done.set(true);
    holders.shutdown();
    assertThat(holders.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(refusals).hasSize(1).allMatch(reason -> reason.contains("make another pipe"));
  }

  private static void hold(LinuxSandboxPipe pipe, Set<String> refusals) {
    try {
      pipe.hold(SandboxPipe.End.READING).close();
    } catch (SandboxException e) {
      refusals.add(String.valueOf(e.getMessage()));
    }
  }
}
