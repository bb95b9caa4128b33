package io.kotha.sandbox.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.linux.fixture.Call;
import io.kotha.sandbox.linux.fixture.Callers;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.FewDescriptors;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.NoDescriptors;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thousand callers at the same moment: each receives the output of its own program. */
@Timeout(180) // On an idle machine it takes a tenth of that.
class CallersIT {

  private static final int CALLERS = Lane.isEmulated() ? 100 : 1_000;

  /** At most two rooms are built concurrently, on a machine that may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  @TempDir Path temporary;

  @Test
  void thousandCallersStartAtOnce() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Sandbox room = patient();
    assertThat(served(number -> new Call(number).by(room::start))).isEmpty();
    before.assertNone();
  }

  @Test
  void thousandCallersRunAtOnce() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Sandbox room = patient();
    assertThat(served(number -> new Call(number).byRun(room::run))).isEmpty();
    before.assertNone();
  }

  /** A caller that finds no ready room waits for one like any other caller. */
  @Test
  void thousandCallersShareAPoolOfFour() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxPool pool = patient().pool(4)) {
      assertThat(served(number -> new Call(number).by(pool::start))).isEmpty();
    }
    before.assertNone();
  }

  /** Returns a sandbox whose rooms may wait for each other, however slow the machine is. */
  private static Sandbox patient() {
    return Rooms.minimal().wallTime(PATIENCE).setupTime(PATIENCE);
  }

  private static List<String> served(Callers.Task task) throws InterruptedException {
    return Callers.call(Callers.threads(CALLERS), CALLERS, PATIENCE, task);
  }

  /**
   * The zygote's limit on open files is as low as the JVM's. A start beyond the limit fails with an
   * error that says so, and later starts succeed once descriptors are free.
   */
  @Test
  void startWithoutFreeDescriptorsFailsWithAnError() throws Exception {
    Features.require("tool.prlimit");
    List<String> outcomes = new ArrayList<>();
    try (ChildJvm jvm = ChildJvm.start(FewDescriptors.class, TestRootfs.minimal().toString())) {
      for (String line = jvm.nextLine(); !line.equals("end"); line = jvm.nextLine()) {
        outcomes.add(line);
      }
    }
    assertThat(outcomes).startsWith("status 0").endsWith("status 0");
    assertThat(outcomes)
        .hasSizeGreaterThan(FewDescriptors.CALLERS)
        .allMatch(line -> line.equals("status 0") || line.matches(".*EMFILE.*ulimit -n.*"));
  }

  /** The report of its start carries descriptors, and the JVM has none free to receive them. */
  @ParameterizedTest
  @ValueSource(strings = {"copies files out", "answers calls"})
  void reportWithoutFreeDescriptorsFailsItsRoomOnly(String kind) throws Exception {
    Features.require("tool.prlimit");
    String rootfs = TestRootfs.minimal().toString();
    try (ChildJvm jvm = ChildJvm.start(NoDescriptors.class, rootfs, temporary.toString(), kind)) {
      assertThat(jvm.nextLine()).isEqualTo("status 0");
      assertThat(jvm.nextLine())
          .matches(".*the descriptors of the room cannot be received: EMFILE.*ulimit -n.*");
      assertThat(jvm.nextLine()).isEqualTo("alive");
      assertThat(jvm.nextLine()).isEqualTo("status 0");
    }
  }
}
