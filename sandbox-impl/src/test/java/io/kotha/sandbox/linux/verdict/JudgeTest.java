package io.kotha.sandbox.linux.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.Verdict.Clock;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.limits.TimeLimits;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.RoomFixture;
import io.kotha.sandbox.linux.plan.cgroup.CounterKind;
import io.kotha.sandbox.linux.verdict.Judge.Request;
import io.kotha.sandbox.linux.wire.Report.Cause;
import io.kotha.sandbox.stats.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verdicts, their order, and their evidence. */
class JudgeTest {

  private static final int SIGKILL = 9;
  private static final int SIGXCPU = 24;
  private static final int KILLED = 2;
  private static final int DUMPED = 3;

  private static final MemorySize MEMORY = MemorySize.MiB(8);
  private static final MemorySize OUTPUT = MemorySize.KiB(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LESS = SECOND.minusNanos(1);
  private static final DeniedCall DENIED = new DeniedCall(59, List.of(1L, 2L, 3L, 4L, 5L, 6L));

  private static final Limits EVERY =
      Limits.NONE
          .memory(MemoryLimits.NONE.max(MEMORY))
          .time(TimeLimits.NONE.wall(SECOND))
          .output(OUTPUT)
          .pids(5);

  private static Plan grouped;
  private static Plan groupless;

  @BeforeAll
  static void plan() throws Exception {
    grouped = RoomFixture.ofRoot().plan();
    groupless = RoomFixture.ofRoot().withoutCgroups().plan();
  }

  private static Verdict judge(Limits limits, ExitedReport report) {
    return judge(limits, report, Request.NONE, null);
  }

  private static Verdict judge(
      Limits limits, ExitedReport report, Request request, @Nullable DeniedCall denied) {
    return new Judge(limits, grouped, report.build(), number -> "call " + number)
        .verdict(request, denied, Map.of());
  }

  private static Verdict judgeWithoutGroup(Limits limits, ExitedReport report) {
    return new Judge(limits, groupless, report.build(), number -> "call " + number)
        .verdict(Request.NONE, null, Map.of());
  }

  private static ExitedReport report() {
    return ExitedReport.of(grouped);
  }

  private static Limits time(TimeLimits time) {
    return Limits.NONE.time(time);
  }

  /** Each test takes away the reason for the verdict of the test before. */
  @Nested
  class Order {

    private ExitedReport without(boolean oom, Duration wall) {
      ExitedReport report =
          report()
              .cause(Cause.BY_REQUEST)
              .withoutStatus()
              .counter(CounterKind.PIDS_REFUSED, 1)
              .signal(SIGKILL)
              .wall(wall);
      return oom ? report.counter(CounterKind.OOM_KILLS, 1) : report;
    }

    @Test
    void memoryIsFirst() {
      assertThat(judge(EVERY, without(true, SECOND), Request.OUTPUT, DENIED))
          .isInstanceOf(Verdict.MemoryExceeded.class);
    }

    @Test
    void timeIsSecond() {
      assertThat(judge(EVERY, without(false, SECOND), Request.OUTPUT, DENIED))
          .isInstanceOf(Verdict.TimeExceeded.class);
    }

    @Test
    void outputIsThird() {
      assertThat(judge(EVERY, without(false, LESS), Request.OUTPUT, DENIED))
          .isInstanceOf(Verdict.OutputExceeded.class);
    }

    @Test
    void systemCallIsFourth() {
      assertThat(judge(EVERY, without(false, LESS), Request.KILL, DENIED))
          .isInstanceOf(Verdict.SyscallDenied.class);
    }

    @Test
    void killIsFifth() {
      assertThat(judge(EVERY, without(false, LESS), Request.KILL, null))
          .isInstanceOf(Verdict.Killed.class);
    }

    @Test
    void lossIsSixth() {
      assertThat(judge(EVERY, without(false, LESS), Request.NONE, null))
          .isInstanceOf(Verdict.Lost.class);
    }

    @Test
    void processesAreSeventh() {
      assertThat(judge(EVERY, report().counter(CounterKind.PIDS_REFUSED, 1).exit(3)))
          .isInstanceOf(Verdict.ProcessesExceeded.class);
    }

    @Test
    void ownEndIsLast() {
      assertThat(judge(EVERY, report().exit(3))).isInstanceOf(Verdict.Exited.class);
      assertThat(judge(EVERY, report().signal(SIGKILL))).isInstanceOf(Verdict.Signaled.class);
    }
  }

  @Nested
  class Memory {

    private ExitedReport killedForMemory() {
      return report().counter(CounterKind.OOM_KILLS, 1).signal(SIGKILL);
    }

    private Limits limit(MemorySize max) {
      return Limits.NONE.memory(MemoryLimits.NONE.max(max));
    }

    @Test
    void killForWantOfMemoryExceedsTheLimit() {
      assertThat(judge(limit(MEMORY), killedForMemory()))
          .isInstanceOfSatisfying(
              Verdict.MemoryExceeded.class, v -> assertThat(v.limit()).isEqualTo(MEMORY));
      assertThat(judge(limit(MEMORY), report().counter(CounterKind.OOM_KILLS, 1).exit(0)))
          .as("a child was killed, and its parent went on")
          .isInstanceOf(Verdict.MemoryExceeded.class);
    }

    @Test
    void limitThatWasHitWithoutKillIsNotExceeded() {
      assertThat(
              judge(
                  limit(MEMORY),
                  report()
                      .counter(CounterKind.OOM_KILLS, 0)
                      .counter(CounterKind.MEMORY_LIMIT_HITS, 99)))
          .isInstanceOf(Verdict.Exited.class);
    }

    @Test
    void memoryOfTheHostIsNoLimitOfTheRoom() {
      assertThat(judge(Limits.NONE, killedForMemory())).isInstanceOf(Verdict.Signaled.class);
    }

    @Test
    void programThatWasNeverExecutedHadLimitThatIsTooSmall() {
      assertThat(judge(limit(MEMORY), killedForMemory().neverRan()))
          .isInstanceOfSatisfying(
              Verdict.LimitTooSmall.class, v -> assertThat(v.limit()).isEqualTo(MEMORY));
    }

    @ParameterizedTest
    @CsvSource({
      "2, 9,  31, true",
      "2, 9,  32, false",
      "2, 11, 31, false", // another signal
      "1, 9,  31, false", // exit status 9
    })
    void programKilledWhileItIsLoadedHadLimitThatIsTooSmall(
        int code, int status, long faults, boolean tooSmall) {
      ExitedReport report = killedForMemory().end(code, status).minorFaults(faults);

      assertThat(judge(limit(MemorySize.KiB(64)), report) instanceof Verdict.LimitTooSmall)
          .isEqualTo(tooSmall);
    }
  }

  @Nested
  class Time {

    private Verdict.TimeExceeded exceeded(Limits limits, ExitedReport report) {
      Verdict verdict = judge(limits, report);
      assertThat(verdict).isInstanceOf(Verdict.TimeExceeded.class);
      return (Verdict.TimeExceeded) verdict;
    }

    @Test
    void roomKilledByTheWallClockExceededIt() {
      Verdict.TimeExceeded time =
          exceeded(time(TimeLimits.NONE.wall(SECOND)), report().cause(Cause.BY_WALL).wall(LESS));

      assertThat(time.clock()).isEqualTo(Clock.WALL);
      assertThat(time.limit()).isEqualTo(SECOND);
      assertThat(time.used()).isEqualTo(LESS);
    }

    @Test
    void programThatEndsAtTheLimitExceededIt() {
      assertThat(exceeded(time(TimeLimits.NONE.wall(SECOND)), report().wall(SECOND)).clock())
          .isEqualTo(Clock.WALL);
      assertThat(judge(time(TimeLimits.NONE.wall(SECOND)), report().wall(LESS)))
          .isInstanceOf(Verdict.Exited.class);
    }

    @Test
    void processorTimeIsThatOfTheGroup() {
      Limits limits = time(TimeLimits.NONE.cpu(SECOND));
      Verdict.TimeExceeded time =
          exceeded(limits, report().counter(CounterKind.CPU_NANOS, 1_000_000));

      assertThat(time.clock()).isEqualTo(Clock.CPU);
      assertThat(time.limit()).isEqualTo(SECOND);
      assertThat(time.used()).isEqualTo(SECOND);
      assertThat(judge(limits, report().counter(CounterKind.CPU_NANOS, 999_999)))
          .isInstanceOf(Verdict.Exited.class);
    }

    @Test
    void roomKilledByTheCpuClockExceededIt() {
      Verdict.TimeExceeded time =
          exceeded(
              time(TimeLimits.NONE.cpu(SECOND)),
              report().cause(Cause.BY_CPU).counter(CounterKind.CPU_NANOS, 999_000));

      assertThat(time.clock()).isEqualTo(Clock.CPU);
      assertThat(time.used()).isEqualTo(Duration.ofMillis(999));
    }

    @Test
    void roomKilledByTheIdleClockExceededIt() {
      Verdict.TimeExceeded time =
          exceeded(time(TimeLimits.NONE.idle(SECOND)), report().cause(Cause.BY_IDLE).wall(LESS));

      assertThat(time.clock()).isEqualTo(Clock.IDLE);
      assertThat(time.limit()).isEqualTo(SECOND);
      assertThat(time.used()).isEqualTo(LESS);
      assertThat(judge(time(TimeLimits.NONE.idle(SECOND)), report().wall(SECOND)))
          .isInstanceOf(Verdict.Exited.class);
    }

    @Test
    void processorTimeIsJudgedBeforeIdleTimeAndIdleTimeBeforeWallTime() {
      Limits all = time(TimeLimits.NONE.cpu(SECOND).idle(SECOND).wall(SECOND));
      ExitedReport report = report().cause(Cause.BY_IDLE).wall(SECOND);

      assertThat(exceeded(all, report).clock()).isEqualTo(Clock.IDLE);
      assertThat(exceeded(all, report.counter(CounterKind.CPU_NANOS, 1_000_000)).clock())
          .isEqualTo(Clock.CPU);
    }

    @Test
    void clockWithoutLimitIsNeverExceeded() {
      for (Cause cause : List.of(Cause.BY_WALL, Cause.BY_CPU, Cause.BY_IDLE)) {
        assertThat(judge(Limits.NONE, report().cause(cause).signal(SIGKILL).wall(SECOND)))
            .isInstanceOf(Verdict.Signaled.class);
      }
    }

    @ParameterizedTest
    @CsvSource({"2, 9", "2, 24", "3, 24"})
    void resourceLimitThatStandsInForTheGroupIsSeenByItsSignal(int code, int signal) {
      Verdict verdict =
          judgeWithoutGroup(
              time(TimeLimits.NONE.cpu(SECOND)),
              ExitedReport.of(groupless).end(code, signal).wall(SECOND));

      assertThat(verdict)
          .isInstanceOfSatisfying(
              Verdict.TimeExceeded.class,
              v -> {
                assertThat(v.clock()).isEqualTo(Clock.CPU);
                assertThat(v.used()).isEqualTo(SECOND);
              });
    }

    @Test
    void signalAloneIsNoProcessorTime() {
      Limits limits = time(TimeLimits.NONE.cpu(SECOND));
      ExitedReport early = ExitedReport.of(groupless).end(KILLED, SIGXCPU).wall(LESS);
      ExitedReport exit = ExitedReport.of(groupless).exit(SIGXCPU).wall(SECOND);
      ExitedReport exit9 = ExitedReport.of(groupless).exit(SIGKILL).wall(SECOND);
      ExitedReport other = ExitedReport.of(groupless).end(DUMPED, 11).wall(SECOND);
      ExitedReport killed =
          ExitedReport.of(groupless).cause(Cause.BY_REQUEST).signal(SIGKILL).wall(SECOND);

      for (ExitedReport report : List.of(early, exit, exit9, other, killed)) {
        assertThat(judgeWithoutGroup(limits, report)).isNotInstanceOf(Verdict.TimeExceeded.class);
      }
      assertThat(judge(limits, report().signal(SIGXCPU).wall(SECOND)))
          .as("the group counts")
          .isInstanceOf(Verdict.Signaled.class);
    }
  }

  @Nested
  class OtherReasons {

    @Test
    void outputNeedsLimit() {
      assertThat(judge(Limits.NONE.output(OUTPUT), report(), Request.OUTPUT, null))
          .isInstanceOfSatisfying(
              Verdict.OutputExceeded.class, v -> assertThat(v.limit()).isEqualTo(OUTPUT));
      assertThat(judge(Limits.NONE, report(), Request.OUTPUT, null))
          .isInstanceOf(Verdict.Exited.class);
      assertThat(judge(Limits.NONE.output(OUTPUT), report())).isInstanceOf(Verdict.Exited.class);
    }

    @Test
    void systemCallIsThatOfTheReportOrOfTheJvm() {
      List<Long> arguments = List.of(9L, 8L, 7L, 6L, 5L, 4L);

      assertThat(judge(Limits.NONE, report().fatal(101, arguments), Request.NONE, DENIED))
          .isEqualTo(new Verdict.SyscallDenied("call 101", 101, arguments, evidence(5_000_000)));
      assertThat(judge(Limits.NONE, report(), Request.KILL, DENIED))
          .isEqualTo(
              new Verdict.SyscallDenied("call 59", 59, DENIED.arguments(), evidence(5_000_000)));
    }

    private Evidence evidence(long wall) {
      return new Evidence(Map.of("wall_ns", wall));
    }

    @Test
    void killNeedsBothTheRequestAndItsEffect() {
      ExitedReport killed = report().cause(Cause.BY_REQUEST).signal(SIGKILL);

      assertThat(judge(Limits.NONE, killed, Request.KILL, null)).isInstanceOf(Verdict.Killed.class);
      assertThat(judge(Limits.NONE, report().exit(0), Request.KILL, null))
          .as("it ended before the kill")
          .isInstanceOf(Verdict.Exited.class);
      assertThat(judge(Limits.NONE, killed, Request.NONE, null))
          .isInstanceOf(Verdict.Signaled.class);
    }

    @Test
    void roomWithoutStatusIsLost() {
      assertThat(judge(Limits.NONE, report().withoutStatus())).isInstanceOf(Verdict.Lost.class);
    }

    @Test
    void refusedForkCountsOnlyForProgramThatFailed() {
      Limits five = Limits.NONE.pids(5);

      assertThat(judge(five, report().counter(CounterKind.PIDS_REFUSED, 1).signal(6)))
          .isInstanceOfSatisfying(
              Verdict.ProcessesExceeded.class,
              v -> {
                assertThat(v.limit()).isEqualTo(5);
                assertThat(v.exitCode()).isEqualTo(134);
              });
      assertThat(judge(five, report().counter(CounterKind.PIDS_REFUSED, 1).exit(0)))
          .isInstanceOf(Verdict.Exited.class);
      assertThat(judge(five, report().counter(CounterKind.PIDS_REFUSED, 0).exit(1)))
          .isInstanceOf(Verdict.Exited.class);
      assertThat(judge(Limits.NONE, report().counter(CounterKind.PIDS_REFUSED, 1).exit(1)))
          .isInstanceOf(Verdict.Exited.class);
    }

    @Test
    void exitAndSignalAreTheProgramsOwn() {
      assertThat(judge(Limits.NONE, report().exit(3)))
          .isInstanceOfSatisfying(Verdict.Exited.class, v -> assertThat(v.code()).isEqualTo(3));
      assertThat(judge(Limits.NONE, report().end(DUMPED, 11)))
          .isInstanceOfSatisfying(
              Verdict.Signaled.class, v -> assertThat(v.signal()).isEqualTo(11));
    }
  }

  @Nested
  class Proof {

    @Test
    void evidenceHasTheNumbersOfTheFilesByTheirNames() {
      Verdict verdict =
          new Judge(
                  Limits.NONE,
                  grouped,
                  report()
                      .counter(CounterKind.CPU_NANOS, 7)
                      .counter(CounterKind.MEMORY_PEAK, 4096)
                      .counter(CounterKind.OOM_KILLS, 0)
                      .wall(SECOND)
                      .build(),
                  number -> "")
              .verdict(Request.NONE, null, Map.of("stdout_bytes", 3L));

      assertThat(verdict.evidence().counters())
          .isEqualTo(
              Map.of(
                  "cpu.stat:usage_usec", 7L,
                  "memory.peak", 4096L,
                  "memory.events:oom_kill", 0L,
                  "wall_ns", 1_000_000_000L,
                  "stdout_bytes", 3L));
    }
  }
}
