package io.kotha.examples.grader.judge;

import static io.kotha.examples.grader.problem.Judgement.AC;
import static io.kotha.examples.grader.problem.Judgement.JE;
import static io.kotha.examples.grader.problem.Judgement.OLE;
import static io.kotha.examples.grader.problem.Judgement.RTE;
import static io.kotha.examples.grader.problem.Judgement.TLE;
import static io.kotha.examples.grader.problem.Judgement.WA;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.grader.language.Language.Needs;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.stats.Evidence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InteractiveEndTest {

  private static final Verdict ACCEPTS = exited(42);
  private static final Verdict REJECTS = exited(43);
  private static final Verdict FINE = exited(0);
  private static final Verdict CRASH = exited(1);
  private static final Verdict BROKEN_PIPE = new Verdict.Signaled(13, Evidence.NONE);
  private static final Verdict TOO_LOUD =
      new Verdict.OutputExceeded(MemorySize.KB(1), Evidence.NONE);
  private static final Verdict TOO_SLOW =
      new Verdict.TimeExceeded(
          Verdict.Clock.WALL, Duration.ofSeconds(1), Duration.ofSeconds(1), Evidence.NONE);

  private static final Verdict KILLED = new Verdict.Killed(Evidence.NONE);

  @Test
  void validatorDecidesOnASubmissionThatEndsWell() {
    assertThat(decide(ACCEPTS, FINE)).isEqualTo(AC);
    assertThat(decide(REJECTS, FINE)).isEqualTo(WA);
  }

  @Test
  void rejectionOfARunningSubmissionIsWrongAnswer() {
    assertThat(decide(REJECTS, KILLED)).isEqualTo(WA);
  }

  @Test
  void failureOfTheSubmissionDecides() {
    assertThat(decide(REJECTS, CRASH)).isEqualTo(RTE);
    assertThat(decide(REJECTS, TOO_SLOW)).isEqualTo(TLE);
    assertThat(decide(REJECTS, TOO_LOUD)).isEqualTo(OLE);
    assertThat(decide(ACCEPTS, CRASH)).isEqualTo(RTE);
    assertThat(decide(ACCEPTS, TOO_SLOW)).isEqualTo(TLE);
    assertThat(decide(ACCEPTS, BROKEN_PIPE)).isEqualTo(RTE);
  }

  @Test
  void brokenPipeOfTheValidatorIsTheSubmissionsFault() {
    assertThat(decide(BROKEN_PIPE, FINE)).isEqualTo(WA);
    assertThat(decide(BROKEN_PIPE, CRASH)).isEqualTo(RTE);
    assertThat(decide(BROKEN_PIPE, TOO_SLOW)).isEqualTo(TLE);
  }

  @Test
  void failingValidatorIsAJudgingError() {
    assertThat(decide(exited(0), FINE)).isEqualTo(JE);
    assertThat(decide(exited(1), CRASH)).isEqualTo(JE);
    assertThat(decide(exited(1), KILLED)).isEqualTo(JE);
    assertThat(decide(TOO_SLOW, FINE)).isEqualTo(JE);
    assertThat(decide(new Verdict.Lost(Evidence.NONE), FINE)).isEqualTo(JE);
  }

  @Test
  void everyEndButAcceptanceKillsTheSubmission() {
    assertThat(InteractiveEnd.endsTheConversation(REJECTS)).isTrue();
    assertThat(InteractiveEnd.endsTheConversation(CRASH)).isTrue();
    assertThat(InteractiveEnd.endsTheConversation(ACCEPTS)).isFalse();
  }

  private static Judgement decide(Verdict validator, Verdict submission) {
    Program program =
        new Program(
            "v", List.of(), Path.of("/"), memory -> List.of(), Map.of(), List.of(), Needs.PLAIN);
    Decision opinion = ValidatorVerdict.of(program, validator, "");
    return InteractiveEnd.decide(
            validator, opinion, submission, VerdictReading.failure(submission, Needs.PLAIN))
        .judgement();
  }

  private static Verdict exited(int code) {
    return new Verdict.Exited(code, Evidence.NONE);
  }
}
