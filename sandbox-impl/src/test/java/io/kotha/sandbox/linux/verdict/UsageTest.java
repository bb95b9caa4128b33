package io.kotha.sandbox.linux.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.limits.CpuLimits;
import io.kotha.sandbox.limits.IoLimit;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.RoomFixture;
import io.kotha.sandbox.linux.plan.cgroup.CounterKind;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Usage figures, in their units. */
class UsageTest {

  private static final Limits RATE = Limits.NONE.cpu(CpuLimits.NONE.rate(0.5));

  private static Plan plan;

  @BeforeAll
  static void plan() throws Exception {
    plan =
        RoomFixture.ofRoot().with(s -> s.io(IoLimit.on(RoomFixture.DISK).readOperations(1))).plan();
  }

  private static Usage usage(Limits limits, ExitedReport report) {
    return new Judge(limits, plan, report.build(), number -> "").usage();
  }

  /** Times are microseconds in the files of v2. */
  @Test
  void everyCounterOfTheGroupIsFigureInItsUnit() {
    Usage usage =
        usage(
            RATE,
            ExitedReport.of(plan)
                .wall(Duration.ofMillis(9))
                .counter(CounterKind.CPU_NANOS, 1)
                .counter(CounterKind.CPU_USER_NANOS, 2)
                .counter(CounterKind.CPU_SYSTEM_NANOS, 3)
                .counter(CounterKind.CPU_THROTTLED_NANOS, 4)
                .counter(CounterKind.MEMORY_PEAK, 5)
                .counter(CounterKind.OOM_KILLS, 6)
                .counter(CounterKind.PIDS_PEAK, 7)
                .counter(CounterKind.PIDS_REFUSED, 8)
                .counter(CounterKind.CPU_STALL_NANOS, 9)
                .counter(CounterKind.MEMORY_STALL_NANOS, 10)
                .counter(CounterKind.IO_STALL_NANOS, 11)
                .counter(CounterKind.IO_READ_BYTES, 12)
                .counter(CounterKind.IO_WRITTEN_BYTES, 13));

    assertThat(usage.wall()).isEqualTo(Duration.ofMillis(9));
    assertThat(usage.cpu()).contains(Duration.ofNanos(1000));
    assertThat(usage.cpuUser()).contains(Duration.ofNanos(2000));
    assertThat(usage.cpuSystem()).contains(Duration.ofNanos(3000));
    assertThat(usage.throttled()).contains(Duration.ofNanos(4000));
    assertThat(usage.peakMemoryBytes()).hasValue(5);
    assertThat(usage.oomKills()).hasValue(6);
    assertThat(usage.pidsPeak()).hasValue(7);
    assertThat(usage.pidsRefused()).hasValue(8);
    assertThat(usage.stalls().cpu()).contains(Duration.ofNanos(9000));
    assertThat(usage.stalls().memory()).contains(Duration.ofNanos(10_000));
    assertThat(usage.stalls().io()).contains(Duration.ofNanos(11_000));
    assertThat(usage.io().readBytes()).hasValue(12);
    assertThat(usage.io().writtenBytes()).hasValue(13);
    assertThat(usage.setup().phases()).isEmpty();
    assertThat(usage.disturbances()).isEqualTo(List.of());
  }

  @Test
  void counterThatTheKernelLacksIsAbsent() throws Exception {
    Usage usage = usage(Limits.NONE, ExitedReport.of(plan));
    assertThat(usage.cpu()).isEmpty();
    assertThat(usage.peakMemoryBytes()).isEmpty();

    Plan none = RoomFixture.ofRoot().withoutCgroups().plan();
    Usage without =
        new Judge(Limits.NONE, none, ExitedReport.of(none).build(), number -> "").usage();
    assertThat(without.cpu()).isEmpty();
    assertThat(without.oomKills()).isEmpty();
  }

  @Test
  void roomWithoutRateIsNotThrottledByItsOwnLimit() {
    assertThat(
            usage(Limits.NONE, ExitedReport.of(plan).counter(CounterKind.CPU_THROTTLED_NANOS, 4))
                .throttled())
        .isEmpty();
  }

  @Test
  void countersOfInitAreLostWithIt() {
    assertThat(usage(Limits.NONE, ExitedReport.of(plan)).scheduling())
        .satisfies(
            scheduling -> {
              assertThat(scheduling.majorFaults()).hasValue(11);
              assertThat(scheduling.voluntarySwitches()).hasValue(12);
              assertThat(scheduling.involuntarySwitches()).hasValue(13);
            });
    assertThat(usage(Limits.NONE, ExitedReport.of(plan).withoutStatus()).scheduling())
        .isEqualTo(Usage.Scheduling.NONE);
  }
}
