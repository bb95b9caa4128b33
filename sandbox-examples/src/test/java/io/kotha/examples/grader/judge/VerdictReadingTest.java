package io.kotha.examples.grader.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.examples.grader.language.Language.AddressSpace;
import io.kotha.examples.grader.language.Language.Needs;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.stats.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class VerdictReadingTest {

  private static final Evidence NONE = Evidence.NONE;

  @Test
  void everyVerdictHasAJudgement() {
    MemorySize size = MemorySize.MiB(64);
    Duration second = Duration.ofSeconds(1);
    assertThat(VerdictReading.failure(new Verdict.Exited(0, NONE), Needs.PLAIN)).isEmpty();
    assertThat(judgement(new Verdict.Exited(1, NONE))).isEqualTo(Judgement.RTE);
    assertThat(judgement(new Verdict.Signaled(11, NONE))).isEqualTo(Judgement.RTE);
    assertThat(judgement(new Verdict.MemoryExceeded(size, NONE))).isEqualTo(Judgement.MLE);
    assertThat(judgement(new Verdict.LimitTooSmall(size, NONE))).isEqualTo(Judgement.MLE);
    for (Verdict.Clock clock : Verdict.Clock.values()) {
      assertThat(judgement(new Verdict.TimeExceeded(clock, second, second, NONE)))
          .isEqualTo(Judgement.TLE);
    }
    assertThat(judgement(new Verdict.OutputExceeded(size, NONE))).isEqualTo(Judgement.OLE);
    assertThat(judgement(new Verdict.SyscallDenied("mount", 165, List.of(), NONE)))
        .isEqualTo(Judgement.RTE);
    assertThat(judgement(new Verdict.ProcessesExceeded(64, 1, NONE))).isEqualTo(Judgement.RTE);
    assertThat(judgement(new Verdict.Killed(NONE))).isEqualTo(Judgement.JE);
    assertThat(judgement(new Verdict.Lost(NONE))).isEqualTo(Judgement.JE);
  }

  @Test
  void memoryExitStatusOfARuntimeIsMle() {
    Needs java =
        new Needs(
            MemorySize.MiB(256),
            256,
            OptionalInt.of(3),
            Optional.empty(),
            AddressSpace.RESERVED_AHEAD);
    assertThat(VerdictReading.failure(new Verdict.Exited(3, NONE), java))
        .hasValueSatisfying(d -> assertThat(d.judgement()).isEqualTo(Judgement.MLE));
    assertThat(judgement(new Verdict.Exited(3, NONE))).isEqualTo(Judgement.RTE);
  }

  private static Judgement judgement(Verdict verdict) {
    return VerdictReading.failure(verdict, Needs.PLAIN).orElseThrow().judgement();
  }
}
