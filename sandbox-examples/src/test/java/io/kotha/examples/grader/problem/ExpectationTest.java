package io.kotha.examples.grader.problem;

import static io.kotha.examples.grader.problem.Judgement.AC;
import static io.kotha.examples.grader.problem.Judgement.CE;
import static io.kotha.examples.grader.problem.Judgement.MLE;
import static io.kotha.examples.grader.problem.Judgement.OLE;
import static io.kotha.examples.grader.problem.Judgement.RTE;
import static io.kotha.examples.grader.problem.Judgement.TLE;
import static io.kotha.examples.grader.problem.Judgement.WA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExpectationTest {

  @Test
  void readsFoldersOfTheFormatAndCommonOnes() {
    assertThat(folder("accepted")).containsExactly(AC);
    assertThat(folder("wrong_answer")).containsExactly(WA);
    assertThat(folder("time_limit_exceeded")).containsExactly(TLE);
    assertThat(folder("run_time_error")).containsExactly(RTE, MLE);
    assertThat(folder("memory_limit_exceeded")).containsExactly(MLE);
    assertThat(folder("output_limit_exceeded")).containsExactly(OLE);
    assertThat(folder("compiler_error")).containsExactly(CE);
    assertThat(folder("rejected")).doesNotContain(AC);
    assertThat(Expectation.ofFolder("mixed")).isEmpty();
  }

  @Test
  void readsATagInAnyComment() {
    assertThat(source("/* @EXPECTED_RESULTS@: CORRECT */\nint main;")).containsExactly(AC);
    assertThat(source("# @expected_results@: wrong-answer")).containsExactly(WA);
    assertThat(source("<!-- @EXPECTED_RESULTS@: TIMELIMIT -->")).containsExactly(TLE);
    assertThat(source("// @EXPECTED_RESULTS@: CORRECT, WRONG-ANSWER,\tTLE\r\n"))
        .containsExactly(AC, WA, TLE);
  }

  @Test
  void readsEveryNameOfAResult() {
    assertThat(source("@EXPECTED_RESULTS@: RUN-ERROR")).containsExactly(RTE, MLE);
    assertThat(source("@EXPECTED_RESULTS@: RUN_TIME_ERROR")).containsExactly(RTE, MLE);
    assertThat(source("@EXPECTED_RESULTS@: RTE")).containsExactly(RTE);
    assertThat(source("@EXPECTED_RESULTS@: TIME_LIMIT_EXCEEDED")).containsExactly(TLE);
    assertThat(source("@EXPECTED_RESULTS@: MEMORY-LIMIT")).containsExactly(MLE);
    assertThat(source("@EXPECTED_RESULTS@: OUTPUT_LIMIT_EXCEEDED")).containsExactly(OLE);
    assertThat(source("@EXPECTED_RESULTS@: COMPILER-ERROR")).containsExactly(CE);
    assertThat(source("@EXPECTED_RESULTS@: NO-OUTPUT")).containsExactly(WA);
  }

  @Test
  void repeatedTagsAreIgnored() {
    assertThat(Expectation.ofSource("@EXPECTED_RESULTS@: AC\n@EXPECTED_RESULTS@: WA")).isEmpty();
    assertThat(Expectation.ofSource("no tag")).isEmpty();
  }

  @Test
  void rejectsUnknownResults() {
    assertThatThrownBy(() -> Expectation.ofSource("@EXPECTED_RESULTS@: PERHAPS"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PERHAPS");
  }

  @Test
  void folderAndTagTogetherAdmitTheirIntersection() {
    Expectation folder = Expectation.ofFolder("run_time_error").orElseThrow();
    assertThat(folder.and(Expectation.ofTag("MLE, TLE")).judgements()).containsExactly(MLE);
    Expectation contradiction = folder.and(Expectation.ofTag("AC"));
    assertThat(contradiction.judgements()).isEmpty();
    assertThat(Judgement.values()).noneMatch(contradiction::admits);
  }

  private static Iterable<Judgement> folder(String name) {
    return Expectation.ofFolder(name).orElseThrow().judgements();
  }

  private static Iterable<Judgement> source(String text) {
    return Expectation.ofSource(text).orElseThrow().judgements();
  }
}
