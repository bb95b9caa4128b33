package io.kotha.examples.grader.judge;

import static io.kotha.examples.grader.problem.Judgement.AC;
import static io.kotha.examples.grader.problem.Judgement.JE;
import static io.kotha.examples.grader.problem.Judgement.RTE;
import static io.kotha.examples.grader.problem.Judgement.TLE;
import static io.kotha.examples.grader.problem.Judgement.WA;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.grader.language.Language.Needs;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.sandbox.Evidence;
import io.kotha.sandbox.Verdict;
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
  private static final Verdict TOO_SLOW =
      new Verdict.TimeExceeded(
          Verdict.Clock.WALL, Duration.ofSeconds(1), Duration.ofSeconds(1), Evidence.NONE);

  @Test
  void theValidatorDecidesOnASubmissionThatEndsWell() {
    assertThat(validatorFirst(ACCEPTS, FINE)).isEqualTo(AC);
    assertThat(submissionFirst(ACCEPTS, FINE)).isEqualTo(AC);
    assertThat(validatorFirst(REJECTS, FINE)).isEqualTo(WA);
    assertThat(submissionFirst(REJECTS, FINE)).isEqualTo(WA);
  }

  @Test
  void aRejectionThatComesFirstStands() {
    assertThat(validatorFirst(REJECTS, CRASH)).isEqualTo(WA);
    assertThat(validatorFirst(REJECTS, TOO_SLOW)).isEqualTo(WA);
    assertThat(validatorFirst(REJECTS, new Verdict.Killed(Evidence.NONE))).isEqualTo(WA);
  }

  @Test
  void aSubmissionThatFailsFirstHasThatVerdict() {
    assertThat(submissionFirst(REJECTS, CRASH)).isEqualTo(RTE);
    assertThat(submissionFirst(REJECTS, TOO_SLOW)).isEqualTo(TLE);
    assertThat(submissionFirst(ACCEPTS, TOO_SLOW)).isEqualTo(TLE);
  }

  @Test
  void acceptedButThenFailingIsAFailure() {
    assertThat(validatorFirst(ACCEPTS, CRASH)).isEqualTo(RTE);
    assertThat(validatorFirst(ACCEPTS, TOO_SLOW)).isEqualTo(TLE);
    assertThat(validatorFirst(ACCEPTS, BROKEN_PIPE)).isEqualTo(RTE);
  }

  @Test
  void aBrokenPipeIsTheDoingOfTheOtherSideWhoeverIsSeenToEndFirst() {
    assertThat(validatorFirst(REJECTS, BROKEN_PIPE)).isEqualTo(WA);
    assertThat(submissionFirst(REJECTS, BROKEN_PIPE)).isEqualTo(WA);
    assertThat(submissionFirst(BROKEN_PIPE, FINE)).isEqualTo(WA);
    assertThat(submissionFirst(BROKEN_PIPE, CRASH)).isEqualTo(RTE);
    assertThat(submissionFirst(BROKEN_PIPE, TOO_SLOW)).isEqualTo(TLE);
  }

  @Test
  void aValidatorThatFailsIsAJudgingError() {
    assertThat(validatorFirst(exited(0), FINE)).isEqualTo(JE);
    assertThat(validatorFirst(exited(1), CRASH)).isEqualTo(JE);
    assertThat(submissionFirst(exited(1), TOO_SLOW)).isEqualTo(JE);
    assertThat(submissionFirst(TOO_SLOW, FINE)).isEqualTo(JE);
    assertThat(validatorFirst(new Verdict.Lost(Evidence.NONE), FINE)).isEqualTo(JE);
  }

  @Test
  void onlyAValidatorThatIsFirstAndDoesNotAcceptCutsTheSubmissionShort() {
    assertThat(new InteractiveEnd().validatorEnded(REJECTS)).isTrue();
    assertThat(new InteractiveEnd().validatorEnded(CRASH)).isTrue();
    assertThat(new InteractiveEnd().validatorEnded(ACCEPTS)).isFalse();
    InteractiveEnd end = new InteractiveEnd();
    end.submissionEnded();
    assertThat(end.validatorEnded(REJECTS)).isFalse();
  }

  private static Judgement validatorFirst(Verdict validator, Verdict submission) {
    InteractiveEnd end = new InteractiveEnd();
    end.validatorEnded(validator);
    end.submissionEnded();
    return decide(end, validator, submission);
  }

  private static Judgement submissionFirst(Verdict validator, Verdict submission) {
    InteractiveEnd end = new InteractiveEnd();
    end.submissionEnded();
    end.validatorEnded(validator);
    return decide(end, validator, submission);
  }

  private static Judgement decide(InteractiveEnd end, Verdict validator, Verdict submission) {
    Program program =
        new Program(
            "v", List.of(), Path.of("/"), memory -> List.of(), Map.of(), List.of(), Needs.PLAIN);
    Decision opinion = ValidatorVerdict.of(program, validator, "");
    return end.decide(
            validator, opinion, submission, VerdictReading.failure(submission, Needs.PLAIN))
        .judgement();
  }

  private static Verdict exited(int code) {
    return new Verdict.Exited(code, Evidence.NONE);
  }
}
