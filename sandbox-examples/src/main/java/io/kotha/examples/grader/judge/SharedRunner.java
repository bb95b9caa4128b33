package io.kotha.examples.grader.judge;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A problem's runner, which the problem's submissions share. The last one closes it. */
final class SharedRunner implements SubmissionJudge.RunnerSource {

  private final Future<CaseRunner> runner;
  private final AtomicInteger users;

  /**
   * Creates the source.
   *
   * @param runner the runner, as soon as its validators are built
   * @param users number of submissions that use it
   */
  SharedRunner(Future<CaseRunner> runner, int users) {
    this.runner = runner;
    this.users = new AtomicInteger(users);
  }

  @Override
  public CaseRunner get() throws IOException, InterruptedException {
    try {
      return runner.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(
          cause instanceof IOException ? cause.getMessage() : "grader: " + cause, cause);
    }
  }

  /**
   * Ends the use by one submission. What cannot be deleted stays until {@link Scratch#close}, which
   * reports it: the submission has its verdict.
   */
  void release() throws InterruptedException {
    if (users.decrementAndGet() == 0) {
      try {
        get().close();
      } catch (IOException e) {
        // No validators were built, or Scratch deletes them.
      }
    }
  }
}
