package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.plan.RoomFixture.ofRoot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.ProcessLimits;
import io.kotha.sandbox.limits.TimeLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The plan of a room out of a pool, which gets its limits together with its command. */
class PooledPlanTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int STACK = 3;

  private final RoomFixture counted = ofRoot();
  private final RoomFixture uncounted = ofRoot().withoutCgroups();

  private static Limits time(TimeLimits time) {
    return Limits.NONE.time(time);
  }

  private static List<String> refused(RoomFixture room, Limits limits) throws Exception {
    Plan plan = room.plan();
    UnsupportedHostException refused =
        catchThrowableOfType(
            UnsupportedHostException.class, () -> Planner.adjusted(plan, limits, room.host()));
    return refused.missing().stream().map(Missing::feature).toList();
  }

  @Test
  void onlyClocksAndResourceLimitsChange() throws Exception {
    Plan plan = counted.plan();
    Limits limits =
        time(TimeLimits.NONE.wall(SECOND).cpu(SECOND).idle(SECOND))
            .process(ProcessLimits.NONE.stack(MemorySize.MiB(1)));

    Plan adjusted = Planner.adjusted(plan, limits, counted.host());

    assertThat(adjusted.clocks())
        .isEqualTo(
            new Plan.Clocks(
                1_000_000_000, 1_000_000_000, 1_000_000_000, 0, false, HostBuilder.CPUS));
    assertThat(adjusted.rlimits())
        .contains(new Plan.Rlimit(STACK, 1 << 20, "stack"))
        .hasSameSizeAs(plan.rlimits());
    assertThat(adjusted.with(plan.clocks(), plan.rlimits())).isEqualTo(plan);
  }

  @Test
  void idleTimeNeedsGroupThatCountsProcessorTime() throws Exception {
    assertThat(refused(uncounted, time(TimeLimits.NONE.idle(SECOND))))
        .containsExactly("cgroup.cpuacct");
    assertThat(
            refused(
                uncounted,
                time(TimeLimits.NONE.idle(SECOND).cpu(SECOND)).fallback(Limits.Fallback.RLIMITS)))
        .containsExactly("cgroup.cpuacct");
  }

  @Test
  void cpuTimeWithoutGroupIsRefusedUnlessResourceLimitsAreAccepted() throws Exception {
    Limits limits = time(TimeLimits.NONE.cpu(SECOND));

    assertThat(refused(uncounted, limits)).containsExactly("cgroup.cpuacct");
    Plan adjusted =
        Planner.adjusted(
            uncounted.plan(), limits.fallback(Limits.Fallback.RLIMITS), uncounted.host());
    assertThat(adjusted.clocks().cpuNanos()).isZero();
    assertThat(adjusted.rlimits()).contains(new Plan.Rlimit(0, 1, "cpuTime (of each process)"));
  }

  @Test
  void groupThatCountsSomethingElseIsNoClock() throws Exception {
    assertThat(
            refused(
                ofRoot().withMemoryOfV1(),
                time(TimeLimits.NONE.cpu(SECOND)).fallback(Limits.Fallback.RLIMITS)))
        .containsExactly("cgroup.cpuacct");
  }

  @Test
  void wallTimeNeedsNoGroup() throws Exception {
    Plan adjusted =
        Planner.adjusted(uncounted.plan(), time(TimeLimits.NONE.wall(SECOND)), uncounted.host());

    assertThat(adjusted.clocks().wallNanos()).isEqualTo(1_000_000_000);
  }

  @Test
  void resourceLimitAboveTheHardLimitIsRefused() throws Exception {
    RoomFixture room = RoomFixture.on(HostBuilder.root().hardLimit(STACK, 100));

    assertThat(refused(room, Limits.NONE.process(ProcessLimits.NONE.stack(MemorySize.bytes(101)))))
        .containsExactly("rlimit.stack");
  }
}
