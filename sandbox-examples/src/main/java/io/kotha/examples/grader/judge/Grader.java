package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.language.LanguageTable;
import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.Submission;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.limits.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A judge of all submissions of a list of problems, several concurrently. */
public final class Grader {

  private final Options options;
  private final Scratch scratch;

  /**
   * Options of the grader.
   *
   * @param languages the table of languages
   * @param fallback the behaviour on a host that provides no cgroup
   * @param jobs number of submissions judged concurrently
   * @param afterFailure the continuation after a submission's first failed test case
   */
  public record Options(
      LanguageTable languages, Limits.Fallback fallback, int jobs, AfterFailure afterFailure) {}

  public Grader(Options options, Scratch scratch) {
    this.options = options;
    this.scratch = scratch;
  }

  /**
   * Runs {@code /bin/true} in a limited room, so that an unsuitable host fails before judging.
   *
   * @throws SandboxException if this host cannot build such a room
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

  /** Judges all submissions; returns results in the order of the problems and submissions. */
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
      List<Pending> pending = new ArrayList<>();
      for (Problem problem : problems) {
        // Queue the validators' build before the submissions that wait for it: otherwise every
        // thread could wait for a task that no thread is free to start.
        Future<CaseRunner> prepared = pool.submit(() -> problemJudge.prepare(problem));
        SharedRunner runner = new SharedRunner(prepared, problem.submissions().size());
        for (Submission submission : problem.submissions()) {
          Future<SubmissionResult> result =
              pool.submit(
                  () -> {
                    SubmissionResult judged;
                    try {
                      judged = judge.judge(problem, submission, runner);
                    } finally {
                      runner.release();
                    }
                    listener.judged(judged);
                    return judged;
                  });
          pending.add(new Pending(problem, submission, result));
        }
      }
      return collect(pending, judge);
    } finally {
      pool.shutdownNow();
    }
  }

  /** A submission whose result is not there yet. */
  private record Pending(Problem problem, Submission submission, Future<SubmissionResult> result) {}

  private static List<SubmissionResult> collect(List<Pending> pending, SubmissionJudge judge)
      throws InterruptedException {
    List<SubmissionResult> results = new ArrayList<>();
    for (Pending each : pending) {
      try {
        results.add(each.result().get());
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        results.add(judge.failed(each.problem(), each.submission(), cause == null ? e : cause));
      }
    }
    return results;
  }
}
