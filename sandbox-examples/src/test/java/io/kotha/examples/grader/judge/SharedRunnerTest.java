package io.kotha.examples.grader.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.examples.grader.problem.TestCase;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedRunnerTest {

  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void lastSubmissionClosesTheRunner() throws Exception {
    SharedRunner shared = new SharedRunner(CompletableFuture.completedFuture(runner()), 2);
    shared.release();
    assertThat(closed).hasValue(0);
    shared.release();
    assertThat(closed).hasValue(1);
  }

  @Test
  void failureToBuildIsTheReasonAndNeedsNoClose() throws Exception {
    SharedRunner shared =
        new SharedRunner(CompletableFuture.failedFuture(new IOException("cannot be built")), 1);
    assertThatThrownBy(shared::get).isInstanceOf(IOException.class).hasMessage("cannot be built");
    shared.release();
  }

  private CaseRunner runner() {
    return new CaseRunner() {
      @Override
      public CaseResult run(Program submission, TestCase test) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close() throws IOException {
        closed.incrementAndGet();
        throw new IOException("the verdicts must not depend on it");
      }
    };
  }
}
