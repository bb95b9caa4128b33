package io.kotha.examples.grader.judge;

import static io.kotha.examples.grader.problem.Judgement.JE;
import static io.kotha.examples.grader.problem.Judgement.MLE;
import static io.kotha.examples.grader.problem.Judgement.OLE;
import static io.kotha.examples.grader.problem.Judgement.RTE;
import static io.kotha.examples.grader.problem.Judgement.TLE;

import io.kotha.examples.grader.language.Language.Needs;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.sandbox.Verdict;
import java.util.Optional;

/** The judgement that follows from a submission's verdict alone, before its output is validated. */
final class VerdictReading {

  /** The signal of a write to a pipe without a reader. */
  static final int SIGPIPE = 13;

  private VerdictReading() {}

  /** Returns the failure that a verdict means; empty if the program exited with status 0. */
  static Optional<Decision> failure(Verdict verdict, Needs needs) {
    if (verdict instanceof Verdict.Exited exited) {
      return exit(exited.code(), needs);
    }
    if (verdict instanceof Verdict.Signaled signaled) {
      return decided(RTE, "killed by signal " + signaled.signal());
    }
    if (verdict instanceof Verdict.MemoryExceeded memory) {
      return decided(MLE, "more than " + memory.limit() + " of memory");
    }
    if (verdict instanceof Verdict.LimitTooSmall memory) {
      return decided(MLE, "too large to be loaded into " + memory.limit());
    }
    if (verdict instanceof Verdict.TimeExceeded time) {
      String clock = time.clock() == Verdict.Clock.CPU ? "processor time" : "time since its start";
      return decided(TLE, "more than " + time.limit().toMillis() + " ms of " + clock);
    }
    if (verdict instanceof Verdict.OutputExceeded output) {
      return decided(OLE, "more than " + output.limit() + " of output");
    }
    if (verdict instanceof Verdict.SyscallDenied denied) {
      return decided(RTE, "system call " + denied.syscall() + " is not allowed");
    }
    if (verdict instanceof Verdict.ProcessesExceeded processes) {
      return decided(
          RTE,
          "more than "
              + processes.limit()
              + " processes and threads, exit status "
              + processes.exitCode());
    }
    // The grader killed the room, or its supervisor died: neither judges the submission.
    return decided(JE, "the run was interrupted: " + verdict.getClass().getSimpleName());
  }

  private static Optional<Decision> exit(int code, Needs needs) {
    if (code == 0) {
      return Optional.empty();
    }
    return needs.memoryExit().isPresent() && needs.memoryExit().getAsInt() == code
        ? decided(MLE, "exit status " + code + ", by which its runtime reports exhausted memory")
        : decided(RTE, "exit status " + code);
  }

  private static Optional<Decision> decided(Judgement judgement, String reason) {
    return Optional.of(new Decision(judgement, reason));
  }
}
