package io.kotha.sandbox.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.linux.fixture.Call;
import io.kotha.sandbox.linux.fixture.Callers;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.fixture.VirtualCallers;
import io.kotha.sandbox.linux.fixture.VirtualThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Callers in virtual threads: while one waits, its carrier runs another one. */
@Timeout(120)
class VirtualThreadsIT {

  private static final int CALLERS = 500;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * The JDK's default threshold. With so many callers at once, each wait for a room is longer; a
   * wait for a class that another thread loads is shorter.
   */
  private static final Duration PINNED = Duration.ofMillis(20);

  private static final String EVENT = "jdk.VirtualThreadPinned";

  @TempDir Path dir;

  @Test
  void waitingPinsNoCarrier() throws Exception {
    ExecutorService threads = VirtualThreads.executor();
    Leftovers before = Leftovers.snapshot();
    Sandbox room = Rooms.minimal().wallTime(PATIENCE);
    try (SandboxPool pool = room.pool(2)) {
      List<RecordedEvent> pinned =
          pinned(
              threads,
              number -> {
                Call call = new Call(number);
                switch (number % 4) {
                  case 0 -> call.byRun(room::run);
                  case 1 -> call.waitingFirst(room::start);
                  case 2 -> call.by(room::start);
                  default -> call.by(pool::start);
                }
              });
      assertThat(pinned).isEmpty();
    }
    before.assertNone();
  }

  /**
   * The control: a thread that waits in a class initializer is pinned, and the recording shows it.
   */
  @Test
  void probeDetectsAPinnedThread() throws Exception {
    assertThat(pinned(VirtualThreads.executor(), number -> Pinning.once())).isNotEmpty();
  }

  /** Its initializer pins the carrier on every JVM so far. */
  private static final class Pinning {
    static {
      LockSupport.parkNanos(2 * PINNED.toNanos());
    }

    static void once() {}
  }

  private List<RecordedEvent> pinned(ExecutorService threads, Callers.Task task) throws Exception {
    Path file = dir.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(EVENT).withThreshold(PINNED).withStackTrace();
      recording.start();
      assertThat(Callers.call(threads, CALLERS, PATIENCE, task)).isEmpty();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(EVENT))
        .toList();
  }

  /**
   * With a single carrier, the first caller waits for the second: if the first held the carrier,
   * the second would never run.
   */
  @ParameterizedTest
  @EnumSource
  void carrierIsFreeWhileACallerWaits(VirtualCallers.Way way) throws Exception {
    VirtualThreads.executor().shutdown();
    Map<String, String> one =
        Map.of(
            "jdk.virtualThreadScheduler.parallelism", "1",
            "jdk.virtualThreadScheduler.maxPoolSize", "1");
    String rootfs = TestRootfs.minimal().toString();
    try (ChildJvm jvm = ChildJvm.start(VirtualCallers.class, one, rootfs, way.name(), "50")) {
      assertThat(jvm.nextLine()).isEqualTo("all were served");
    }
  }
}
