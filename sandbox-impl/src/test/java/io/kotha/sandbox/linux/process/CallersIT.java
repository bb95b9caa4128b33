package io.kotha.sandbox.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import io.kotha.sandbox.linux.fixture.Call;
import io.kotha.sandbox.linux.fixture.Callers;
import io.kotha.sandbox.linux.fixture.ChildJvm;
import io.kotha.sandbox.linux.fixture.FewDescriptors;
import io.kotha.sandbox.linux.fixture.Leftovers;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.fixture.TestRootfs;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.scenario.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand callers at the same moment: each is served, and hears what his own program said. */
@Timeout(180) // it takes a tenth of that where nothing else runs
class CallersIT {

  private static final int CALLERS = Lane.isEmulated() ? 100 : 1_000;

  /** They are served two at a time, on a machine that may be busy with others. */
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  @Test
  void thousandCallersStartAtOnce() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Sandbox room = Rooms.minimal().wallTime(PATIENCE);
    assertThat(served(number -> new Call(number).by(room::start))).isEmpty();
    before.assertNone();
  }

  @Test
  void thousandCallersRunAtOnce() throws Exception {
    Leftovers before = Leftovers.snapshot();
    Sandbox room = Rooms.minimal().wallTime(PATIENCE);
    assertThat(served(number -> new Call(number).byRun(room::run))).isEmpty();
    before.assertNone();
  }

  /** Who finds no room ready waits for one like anybody else. */
  @Test
  void thousandCallersShareAPoolOfFour() throws Exception {
    Leftovers before = Leftovers.snapshot();
    try (SandboxPool pool = Rooms.minimal().wallTime(PATIENCE).pool(4)) {
      assertThat(served(number -> new Call(number).by(pool::start))).isEmpty();
    }
    before.assertNone();
  }

  private static List<String> served(Callers.Task task) throws InterruptedException {
    return Callers.call(Callers.threads(CALLERS), CALLERS, PATIENCE, task);
  }

  /**
   * The supervisor may have no more files open than the JVM. Who asks it for a room too many hears
   * just that, and whoever comes when there is room again is served.
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
}
