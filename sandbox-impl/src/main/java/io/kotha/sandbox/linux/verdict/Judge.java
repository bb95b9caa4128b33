package io.kotha.sandbox.linux.verdict;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.cgroup.CgroupPlan;
import io.kotha.sandbox.linux.plan.cgroup.CounterKind;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.wire.Report.Cause;
import io.kotha.sandbox.stats.Evidence;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Turns the zygote's last report about a room into a verdict and usage figures. Pure. */
public final class Judge {

  private static final int CLD_EXITED = 1;
  private static final int SIGKILL = 9;
  private static final int SIGXCPU = 24;

  /** The size of a huge page: below it, every page fault is one small page. */
  private static final long SMALL_LIMIT = 2 << 20;

  /** A static C program that only returns takes 38 (x86_64, glibc 2.36, measured on 6.18). */
  private static final long LOADING_FAULTS = 32;

  private final Limits limits;
  private final Plan plan;
  private final Report.Exited report;
  private final IntFunction<String> syscallName;

  /**
   * @param limits the limits that held at the end
   * @param report the zygote's report
   * @param syscallName returns the name of a system call of this architecture
   */
  public Judge(Limits limits, Plan plan, Report.Exited report, IntFunction<String> syscallName) {
    this.limits = limits;
    this.plan = plan;
    this.report = report;
    this.syscallName = syscallName;
  }

  /** The reason for which the JVM killed the room; the zygote does not know it. */
  public enum Request {
    /** The JVM did not kill it. */
    NONE,
    /** The caller asked for it. */
    KILL,
    /** The program wrote more than the output limit. */
    OUTPUT
  }

  /** Returns the counters of the report; a counter that the kernel lacks is absent. */
  public Usage usage() {
    return new Usage(
        Duration.ofNanos(report.wallNanos()),
        time(CounterKind.CPU_NANOS),
        time(CounterKind.CPU_USER_NANOS),
        time(CounterKind.CPU_SYSTEM_NANOS),
        limits.cpu().rate() == null ? Optional.empty() : time(CounterKind.CPU_THROTTLED_NANOS),
        counter(CounterKind.MEMORY_PEAK),
        counter(CounterKind.OOM_KILLS),
        counter(CounterKind.PIDS_PEAK),
        counter(CounterKind.PIDS_REFUSED),
        new Usage.Stalls(
            time(CounterKind.CPU_STALL_NANOS),
            time(CounterKind.MEMORY_STALL_NANOS),
            time(CounterKind.IO_STALL_NANOS)),
        new Usage.Io(counter(CounterKind.IO_READ_BYTES), counter(CounterKind.IO_WRITTEN_BYTES)),
        scheduling(),
        SetupTimes.of(report.moments()),
        List.of());
  }

  /** Returns init's own counters, which are lost if init died before its report. */
  private Usage.Scheduling scheduling() {
    return report.withoutStatus()
        ? Usage.Scheduling.NONE
        : new Usage.Scheduling(
            OptionalLong.of(report.voluntarySwitches()),
            OptionalLong.of(report.involuntarySwitches()),
            OptionalLong.of(report.majorFaults()));
  }

  /**
   * Returns the first verdict that applies, in the order of {@link Verdict}.
   *
   * @param denied the system call for which the JVM killed the room, or null
   * @param counted counters of the JVM for the evidence
   */
  public Verdict verdict(Request request, @Nullable DeniedCall denied, Map<String, Long> counted) {
    Evidence evidence = evidence(counted);
    long oomKills = counter(CounterKind.OOM_KILLS).orElse(0);
    MemorySize memory = limits.memory().max();
    if (oomKills > 0 && memory != null) {
      return report.neverRan() || (killed() && neverLoaded(memory, report.minorFaults()))
          ? new Verdict.LimitTooSmall(memory, evidence)
          : new Verdict.MemoryExceeded(memory, evidence);
    }
    Verdict time = time(evidence);
    if (time != null) {
      return time;
    }
    MemorySize outputLimit = limits.output();
    if (request == Request.OUTPUT && outputLimit != null) {
      return new Verdict.OutputExceeded(outputLimit, evidence);
    }
    DeniedCall call =
        report.cause() == Cause.BY_SYSCALL
            ? new DeniedCall(report.syscall(), report.call())
            : denied;
    if (call != null) {
      return new Verdict.SyscallDenied(
          syscallName.apply(call.number()), call.number(), call.arguments(), evidence);
    }
    if (report.cause() == Cause.BY_REQUEST && request == Request.KILL) {
      return new Verdict.Killed(evidence);
    }
    if (report.withoutStatus()) {
      return new Verdict.Lost(evidence);
    }
    Verdict ownEnd =
        report.code() == CLD_EXITED
            ? new Verdict.Exited(report.status(), evidence)
            : new Verdict.Signaled(report.status(), evidence);
    Integer pids = limits.pids();
    boolean refused = counter(CounterKind.PIDS_REFUSED).orElse(0) > 0;
    return pids != null && refused && !ownEnd.isSuccess()
        ? new Verdict.ProcessesExceeded(pids, ownEnd.exitValue(), evidence)
        : ownEnd;
  }

  /**
   * Returns whether the program was killed while it was being loaded. The kernel does not say so:
   * execve(2) has passed its point of no return by then, and the program dies of SIGKILL as any
   * other. The number of its page faults tells: no C program is loaded in fewer than {@link
   * #LOADING_FAULTS}. A shell whose child was killed has passed that number itself.
   */
  static boolean neverLoaded(MemorySize limit, long pageFaults) {
    return limit.bytes() < SMALL_LIMIT && pageFaults < LOADING_FAULTS;
  }

  /**
   * Returns the time limit that was exceeded, or null. The program may have exceeded it and ended
   * by itself before the zygote checked the clock again.
   */
  private @Nullable Verdict time(Evidence evidence) {
    Duration wall = Duration.ofNanos(report.wallNanos());
    Duration wallLimit = limits.time().wall();
    Duration cpuLimit = limits.time().cpu();
    if (cpuLimit != null) {
      Duration used = time(CounterKind.CPU_NANOS).orElse(Duration.ZERO);
      if (report.cause() == Cause.BY_CPU || used.compareTo(cpuLimit) >= 0) {
        return new Verdict.TimeExceeded(Verdict.Clock.CPU, cpuLimit, used, evidence);
      }
      if (stoppedByRlimit(cpuLimit, wall)) {
        return new Verdict.TimeExceeded(Verdict.Clock.CPU, cpuLimit, wall, evidence);
      }
    }
    Duration idleLimit = limits.time().idle();
    if (idleLimit != null && report.cause() == Cause.BY_IDLE) {
      return new Verdict.TimeExceeded(Verdict.Clock.IDLE, idleLimit, wall, evidence);
    }
    if (wallLimit != null && (report.cause() == Cause.BY_WALL || wall.compareTo(wallLimit) >= 0)) {
      return new Verdict.TimeExceeded(Verdict.Clock.WALL, wallLimit, wall, evidence);
    }
    return null;
  }

  /**
   * Returns whether RLIMIT_CPU, which replaces the cgroup here, ended the program. Its signal is
   * the only evidence.
   */
  private boolean stoppedByRlimit(Duration limit, Duration wall) {
    boolean fallback = plan.cgroups().groups().isEmpty();
    boolean signal = killed() || (report.code() != CLD_EXITED && report.status() == SIGXCPU);
    return fallback && report.cause() == Cause.BY_ITSELF && signal && wall.compareTo(limit) >= 0;
  }

  private boolean killed() {
    return report.code() != CLD_EXITED && report.status() == SIGKILL;
  }

  private Optional<Duration> time(CounterKind kind) {
    OptionalLong nanos = counter(kind);
    return nanos.isPresent() ? Optional.of(Duration.ofNanos(nanos.getAsLong())) : Optional.empty();
  }

  private OptionalLong counter(CounterKind kind) {
    List<CgroupPlan.Counter> counters = plan.cgroups().counters();
    for (int i = 0; i < counters.size(); i++) {
      if (counters.get(i).kind() == kind) {
        return counters.get(i).inUnit(report.counters().get(i));
      }
    }
    return OptionalLong.empty();
  }

  private Evidence evidence(Map<String, Long> counted) {
    Map<String, Long> values = new LinkedHashMap<>();
    List<CgroupPlan.Counter> counters = plan.cgroups().counters();
    for (int i = 0; i < counters.size(); i++) {
      OptionalLong number = report.counters().get(i);
      if (number.isPresent()) {
        values.put(counters.get(i).evidenceName(), number.getAsLong());
      }
    }
    values.put("wall_ns", report.wallNanos());
    values.putAll(counted);
    return new Evidence(values);
  }
}
