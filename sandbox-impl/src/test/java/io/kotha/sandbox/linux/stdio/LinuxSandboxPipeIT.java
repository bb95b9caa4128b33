package io.kotha.sandbox.linux.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPipe;
import io.kotha.sandbox.linux.sys.Native;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinuxSandboxPipeIT {

  private static final int PIPES = 1_500;
  private static final int HOLDERS = 6;

  private final Native kernel;

  LinuxSandboxPipeIT() throws Exception {
    kernel = Native.load();
  }

  /**
   * A pipe whose read end the test has taken. The read end shows whether a hold is a copy of the
   * write end: without one, {@code poll(2)} reports POLLHUP.
   */
  private record Watched(LinuxSandboxPipe pipe, int readEnd) {
    static Watched open(Native kernel) throws SandboxException {
      LinuxSandboxPipe pipe = LinuxSandboxPipe.open(kernel);
      return new Watched(pipe, pipe.takeReadEnd());
    }
  }

  /** The fd of a closed end may be that of the next pipe: a copy of it would be of that pipe. */
  @Test
  void closedEndIsNeverDuplicated() throws Exception {
    AtomicReference<Watched> current = new AtomicReference<>(Watched.open(kernel));
    List<Watched> opened = new ArrayList<>(List.of(current.get()));
    AtomicBoolean done = new AtomicBoolean();
    Set<String> failures = new ConcurrentSkipListSet<>();
    ExecutorService threads = Executors.newFixedThreadPool(HOLDERS);
    try {
      List<Future<?>> holders = new ArrayList<>();
      for (int i = 0; i < HOLDERS; i++) {
        holders.add(
            threads.submit(
                () -> {
                  while (!done.get() && !Thread.currentThread().isInterrupted()) {
                    hold(current.get(), failures);
                  }
                }));
      }
      for (int i = 0; i < PIPES; i++) {
        Thread.sleep(1); // lets the holders run, and be preempted
        current.get().pipe().close();
        current.set(Watched.open(kernel));
        opened.add(current.get());
      }
      done.set(true);
      for (Future<?> holder : holders) {
        holder.get(10, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
      current.get().pipe().close();
      opened.forEach(pipe -> kernel.close(pipe.readEnd()));
    }
    assertThat(failures).hasSize(1).allMatch(reason -> reason.contains("make another pipe"));
  }

  private void hold(Watched watched, Set<String> failures) {
    try {
      SandboxPipe.Hold hold = watched.pipe().hold(SandboxPipe.End.WRITING);
      if ((kernel.poll(watched.readEnd()) & Native.POLLHUP) != 0) {
        failures.add("the hold is a copy of another file");
      }
      hold.release();
    } catch (SandboxException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
  }
}
