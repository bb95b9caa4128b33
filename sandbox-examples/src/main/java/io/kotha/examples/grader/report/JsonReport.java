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
import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.html.Plain;
import io.kotha.sandbox.limits.Limits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The results as JSON: an array with one object for each submission. A figure that the host does
 * not measure is null, never 0.
 */
public final class JsonReport {

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().serializeNulls().create();

  private JsonReport() {}

  /**
   * Renders the report.
   *
   * @param problems the judged problems; warnings about their limits are recorded in each object
   * @param results the results, in the order of the report
   * @param fallback the accepted behaviour on a host that provides no cgroup; recorded in each
   *     object, because each verdict depends on it
   */
  public static String of(
      List<Problem> problems, List<SubmissionResult> results, Limits.Fallback fallback) {
    Map<String, JsonArray> warnings = new HashMap<>();
    for (Problem problem : problems) {
      JsonArray own = warnings.computeIfAbsent(problem.name(), name -> new JsonArray());
      problem.limits().warnings().forEach(own::add);
    }
    JsonArray array = new JsonArray();
    for (SubmissionResult result : results) {
      JsonObject object = submission(result, fallback);
      JsonArray own = warnings.getOrDefault(result.problem(), new JsonArray());
      if (!own.isEmpty()) {
        object.add("warnings", own);
      }
      array.add(object);
    }
    return Plain.escaped(GSON.toJson(array)) + "\n";
  }

  private static JsonObject submission(SubmissionResult result, Limits.Fallback fallback) {
    JsonObject object = new JsonObject();
    object.addProperty("problem", result.problem());
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
