package io.kotha.examples.grader.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.kotha.examples.grader.judge.CaseResult;
import io.kotha.examples.grader.judge.SubmissionResult;
import io.kotha.examples.grader.problem.Judgement;
import io.kotha.examples.grader.problem.UnreadablePackage;
import io.kotha.examples.html.Plain;
import io.kotha.sandbox.limits.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The results as JSON: an array with one object for each submission, and one for each package that
 * cannot be read, whose {@code submission} is null. A figure that the host does not measure is
 * null, never 0.
 */
public final class JsonReport {

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().serializeNulls().create();

  private JsonReport() {}

  /**
   * Renders the report.
   *
   * @param grading the results, in the order of the report; each object records the warnings about
   *     its problem's limits and the fallback, because each verdict depends on them
   */
  public static String of(Grading grading) {
    JsonArray array = new JsonArray();
    for (SubmissionResult result : grading.results()) {
      array.add(submission(result, grading.fallback()));
    }
    for (UnreadablePackage unreadable : grading.packages().unreadable()) {
      array.add(unreadable(unreadable));
    }
    return Plain.escaped(GSON.toJson(array)) + "\n";
  }

  private static JsonObject submission(SubmissionResult result, Limits.Fallback fallback) {
    JsonObject object = new JsonObject();
    object.addProperty("problem", result.problem().name());
    object.addProperty("submission", result.submission());
    object.addProperty("language", result.language());
    JsonArray expected = new JsonArray();
    result.expectation().judgements().forEach(judgement -> expected.add(judgement.name()));
    object.add("expected", expected);
    object.addProperty("verdict", result.judgement().name());
    // A skipped submission neither agrees nor disagrees.
    object.add(
        "agrees",
        result.judgement() == Judgement.SKIPPED
            ? JsonNull.INSTANCE
            : new JsonPrimitive(result.agrees()));
    object.add("cpuMillis", millis(result.cpu()));
    object.add("wallMillis", millis(result.wall()));
    object.add("peakMemoryBytes", number(result.peakMemoryBytes()));
    object.addProperty("reason", result.reason());
    if (fallback == Limits.Fallback.RLIMITS) {
      object.addProperty("acceptedRlimits", true);
    }
    JsonArray cases = new JsonArray();
    result.cases().forEach(test -> cases.add(testCase(test)));
    object.add("cases", cases);
    JsonArray warnings = new JsonArray();
    result.problem().limits().warnings().forEach(warnings::add);
    if (!warnings.isEmpty()) {
      object.add("warnings", warnings);
    }
    return object;
  }

  /** Renders a package that cannot be read as a judging error without a submission. */
  private static JsonObject unreadable(UnreadablePackage unreadable) {
    JsonObject object = new JsonObject();
    object.addProperty("problem", unreadable.name());
    object.add("submission", JsonNull.INSTANCE);
    object.add("language", JsonNull.INSTANCE);
    object.add("expected", new JsonArray());
    object.addProperty("verdict", Judgement.JE.name());
    object.addProperty("agrees", false);
    object.add("cpuMillis", JsonNull.INSTANCE);
    object.add("wallMillis", JsonNull.INSTANCE);
    object.add("peakMemoryBytes", JsonNull.INSTANCE);
    object.addProperty("reason", unreadable.reason());
    object.add("cases", new JsonArray());
    return object;
  }

  private static JsonObject testCase(CaseResult result) {
    JsonObject object = new JsonObject();
    object.addProperty("name", result.name());
    object.addProperty("verdict", result.judgement().name());
    object.add("cpuMillis", millis(result.cpu()));
    object.add("wallMillis", millis(result.wall()));
    object.add("peakMemoryBytes", number(result.peakMemoryBytes()));
    object.addProperty("reason", result.reason());
    return object;
  }

  private static JsonElement millis(Optional<Duration> time) {
    return time.<JsonElement>map(value -> new JsonPrimitive(value.toMillis()))
        .orElse(JsonNull.INSTANCE);
  }

  private static JsonElement number(OptionalLong value) {
    return value.isPresent() ? new JsonPrimitive(value.getAsLong()) : JsonNull.INSTANCE;
  }
}
