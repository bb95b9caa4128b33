package io.kotha.sandbox.linux.verdict;

import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.cgroup.CounterKind;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.wire.Report.Cause;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The last report about a room: of a program that exited with status 0, unless a test says so. */
final class ExitedReport {

  private static final int NEVER_RAN = 1;
  private static final int NO_STATUS = 2;
  private static final int EXITED = 1;
  private static final int KILLED = 2;
  private static final int MOMENTS = 12;

  private final Plan plan;
  private final Map<CounterKind, Long> counters = new EnumMap<>(CounterKind.class);
  private int flags;
  private Cause cause = Cause.BY_ITSELF;
  private int code = EXITED;
  private int status;
  private Duration wall = Duration.ofMillis(5);
  private int syscall;
  private List<Long> call = Collections.nCopies(6, 0L);
  private long minorFaults = 1000;

  private ExitedReport(Plan plan) {
    this.plan = plan;
  }

  static ExitedReport of(Plan plan) {
    return new ExitedReport(plan);
  }

  /** Sets a counter, in the unit of its file. */
  ExitedReport counter(CounterKind kind, long value) {
    counters.put(kind, value);
    return this;
  }

  ExitedReport neverRan() {
    flags |= NEVER_RAN;
    return this;
  }

  ExitedReport withoutStatus() {
    flags |= NO_STATUS;
    return this;
  }

  ExitedReport cause(Cause value) {
    cause = value;
    return this;
  }

  ExitedReport exit(int exitStatus) {
    return end(EXITED, exitStatus);
  }

  ExitedReport signal(int signal) {
    return end(KILLED, signal);
  }

  /** Sets {@code si_code} and {@code si_status} of {@code waitid(2)}. */
  ExitedReport end(int siCode, int siStatus) {
    code = siCode;
    status = siStatus;
    return this;
  }

  ExitedReport wall(Duration value) {
    wall = value;
    return this;
  }

  ExitedReport fatal(int number, List<Long> arguments) {
    cause = Cause.BY_SYSCALL;
    syscall = number;
    call = arguments;
    return this;
  }

  ExitedReport minorFaults(long value) {
    minorFaults = value;
    return this;
  }

  Report.Exited build() {
    return new Report.Exited(
        1,
        flags,
        cause,
        code,
        status,
        wall.toNanos(),
        plan.cgroups().counters().stream().map(counter -> value(counter.kind())).toList(),
        syscall,
        call,
        minorFaults,
        11,
        12,
        13,
        Collections.nCopies(MOMENTS, 0L));
  }

  private OptionalLong value(CounterKind kind) {
    Long value = counters.get(kind);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
