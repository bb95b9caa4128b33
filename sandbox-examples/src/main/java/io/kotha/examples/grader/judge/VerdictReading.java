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

/** What the end of a submission's run says by itself, before its output is looked at. */
final class VerdictReading {

  /** {@code SIGPIPE}: written to a pipe that nobody reads. */
  static final int SIGPIPE = 13;

  private VerdictReading() {}

  /** The failure that a verdict is; empty if the program ended well and its output decides. */
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
    // Killed by the grader or lost with its supervisor: no word about the submission.
    return decided(JE, "the run was cut short: " + verdict.getClass().getSimpleName());
  }

  private static Optional<Decision> exit(int code, Needs needs) {
    if (code == 0) {
      return Optional.empty();
    }
    return needs.memoryExit().isPresent() && needs.memoryExit().getAsInt() == code
        ? decided(MLE, "exit status " + code + ", by which its run time says that memory is full")
        : decided(RTE, "exit status " + code);
  }

  private static Optional<Decision> decided(Judgement judgement, String reason) {
    return Optional.of(new Decision(judgement, reason));
  }
}
