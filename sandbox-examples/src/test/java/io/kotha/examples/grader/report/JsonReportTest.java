package io.kotha.examples.grader.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kotha.examples.grader.judge.CaseResult;
import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.problem.Expectation;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.Packages;
import io.kotha.examples.grader.problem.Problem;
import io.kotha.sandbox.limits.Limits;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JsonReportTest {

  @Test
  void everySubmissionIsAnObject() {
    JsonObject object =
        parse(Limits.Fallback.REFUSE, Samples.result("a.c", Judgement.AC, Judgement.WA, "line 1"))
            .get(0)
            .getAsJsonObject();
    assertThat(object.get("problem").getAsString()).isEqualTo("p");
    assertThat(object.get("submission").getAsString()).isEqualTo("a.c");
    assertThat(object.get("language").getAsString()).isEqualTo("C");
    assertThat(object.get("expected").getAsJsonArray().get(0).getAsString()).isEqualTo("AC");
    assertThat(object.get("verdict").getAsString()).isEqualTo("WA");
    assertThat(object.get("agrees").getAsBoolean()).isFalse();
    assertThat(object.get("cpuMillis").getAsLong()).isEqualTo(340);
    assertThat(object.get("wallMillis").getAsLong()).isEqualTo(500);
    assertThat(object.get("peakMemoryBytes").getAsLong()).isEqualTo(40 << 20);
    assertThat(object.has("acceptedRlimits")).isFalse();
    JsonObject test = object.get("cases").getAsJsonArray().get(1).getAsJsonObject();
    assertThat(test.keySet())
        .containsExactly("name", "verdict", "cpuMillis", "wallMillis", "peakMemoryBytes", "reason");
  }

  @Test
  void missingFigureIsNull() {
    SubmissionResult result =
        new SubmissionResult(
            Samples.PROBLEM,
            "a.c",
            "C",
            new Expectation(List.of(Judgement.AC)),
            Judgement.AC,
            "",
            List.of(
                new CaseResult(
                    "1",
                    Judgement.AC,
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty(),
                    "")));
    JsonObject object = parse(Limits.Fallback.RLIMITS, result).get(0).getAsJsonObject();
    assertThat(object.get("cpuMillis").isJsonNull()).isTrue();
    assertThat(object.get("peakMemoryBytes").isJsonNull()).isTrue();
    assertThat(object.get("acceptedRlimits").getAsBoolean()).isTrue();
  }

  @Test
  void skippedSubmissionNeitherAgreesNorDisagrees() {
    JsonObject object =
        parse(Limits.Fallback.REFUSE, Samples.skipped("a.kt")).get(0).getAsJsonObject();
    assertThat(object.get("verdict").getAsString()).isEqualTo("SKIPPED");
    assertThat(object.get("agrees").isJsonNull()).isTrue();
    assertThat(object.get("reason").getAsString()).contains("kotlinc");
  }

  @Test
  void untrustedTextSurvivesARoundTrip() {
    JsonArray array =
        parse(
            Limits.Fallback.REFUSE,
            Samples.result(Samples.HOSTILE, Judgement.AC, Judgement.WA, Samples.HOSTILE));
    assertThat(array.get(0).getAsJsonObject().get("reason").getAsString())
        .isEqualTo(Samples.HOSTILE);
  }

  /** Two folders can hold packages of one name. */
  @Test
  void warningsOfAPackageOfTheSameNameAreNotMerged() {
    Problem one = Samples.problem("sum", "limits.memory: too much");
    Problem other = Samples.problem("sum");
    SubmissionResult result = Samples.result("a.c", Judgement.AC, Judgement.AC, "");
    JsonArray array =
        parse(
            new Grading(
                new Packages(List.of(one, other), List.of()),
                List.of(Samples.of(one, result), Samples.of(other, result)),
                Limits.Fallback.REFUSE));
    assertThat(array.get(0).getAsJsonObject().getAsJsonArray("warnings")).hasSize(1);
    assertThat(array.get(1).getAsJsonObject().has("warnings")).isFalse();
  }

  @Test
  void unreadablePackageIsAJudgingErrorWithoutASubmission() {
    JsonArray array =
        parse(
            new Grading(
                new Packages(List.of(), List.of(Samples.unreadable("bad", Samples.HOSTILE))),
                List.of(),
                Limits.Fallback.REFUSE));
    JsonObject object = array.get(0).getAsJsonObject();
    assertThat(object.get("problem").getAsString()).isEqualTo("bad");
    assertThat(object.get("submission").isJsonNull()).isTrue();
    assertThat(object.get("verdict").getAsString()).isEqualTo("JE");
    assertThat(object.get("agrees").getAsBoolean()).isFalse();
    assertThat(object.get("reason").getAsString()).endsWith(Samples.HOSTILE);
  }

  private static JsonArray parse(Limits.Fallback fallback, SubmissionResult... results) {
    return parse(
        new Grading(new Packages(List.of(Samples.PROBLEM), List.of()), List.of(results), fallback));
  }

  private static JsonArray parse(Grading grading) {
    String text = JsonReport.of(grading);
    assertThat(text).doesNotContain("\u001b").doesNotContain("<script");
    return JsonParser.parseString(text).getAsJsonArray();
  }
}
