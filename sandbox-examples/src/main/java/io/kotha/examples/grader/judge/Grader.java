package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.language.LanguageTable;
import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.Submission;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.limits.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Judges all submissions of some problems, several at a time. */
public final class Grader {

  private final Options options;
  private final Scratch scratch;

  /**
   * How to judge.
   *
   * @param languages the table of languages
   * @param fallback what to do where no cgroup can be had
   * @param jobs submissions judged at one time
   * @param afterFailure whether a submission that failed a case is run on the others
   */
  public record Options(
      LanguageTable languages, Limits.Fallback fallback, int jobs, AfterFailure afterFailure) {}

  public Grader(Options options, Scratch scratch) {
    this.options = options;
    this.scratch = scratch;
  }

  /**
   * Runs the smallest of rooms, to learn before anything is judged whether this host can.
   *
   * @throws SandboxException if it cannot
   */
  public void check() throws SandboxException, InterruptedException {
    Sandbox.rootfs(Rootfs.host())
        .limits(Limits.NONE.fallback(options.fallback()))
        .memory(MemorySize.MiB(64))
        .pids(8)
        .cpuTime(Duration.ofSeconds(10))
        .wallTime(Duration.ofSeconds(20))
        .run("/bin/true");
  }

  /** Judges; the results are in the order of problems and submissions. */
  public List<SubmissionResult> grade(List<Problem> problems, GradingListener listener)
      throws InterruptedException {
    Rooms rooms = new Rooms(options.fallback(), options.jobs());
    Compiler compiler = new Compiler(rooms, scratch);
    Builder builder = new Builder(compiler, options.languages(), options.fallback());
    ProblemJudge problemJudge =
        new ProblemJudge(rooms, new ValidatorBuilder(compiler, builder), scratch);
    SubmissionJudge judge =
        new SubmissionJudge(builder, options.languages(), options.afterFailure());
    ExecutorService pool = Executors.newFixedThreadPool(options.jobs());
    try {
      List<Future<SubmissionResult>> results = new ArrayList<>();
      for (Problem problem : problems) {
        // Before its submissions in the queue, so that a thread that waits for it never waits for
        // one that has not begun.
        Future<CaseRunner> runner = pool.submit(() -> problemJudge.prepare(problem));
        for (Submission submission : problem.submissions()) {
          results.add(
              pool.submit(
                  () -> {
                    SubmissionResult result = judge.judge(problem, submission, () -> await(runner));
                    listener.judged(result);
                    return result;
                  }));
        }
      }
      return collect(results);
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<SubmissionResult> collect(List<Future<SubmissionResult>> futures)
      throws InterruptedException {
    List<SubmissionResult> results = new ArrayList<>();
    for (Future<SubmissionResult> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("the grader failed", e.getCause());
      }
    }
    return results;
  }

  private static CaseRunner await(Future<CaseRunner> runner)
      throws IOException, InterruptedException {
    try {
      return runner.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(cause == null ? "no reason given" : cause.getMessage(), cause);
    }
  }
}
