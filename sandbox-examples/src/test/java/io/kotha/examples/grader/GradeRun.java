package io.kotha.examples.grader;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kotha.examples.fixture.PackageFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * The result of the command {@code grade}, run in this JVM.
 *
 * @param status its exit status
 * @param out its standard output
 * @param results the objects of its JSON report by submission, or by name for a package that cannot
 *     be read
 */
record GradeRun(int status, String out, Map<String, JsonObject> results) {

  /** Grades a package. */
  static GradeRun of(PackageFixture fixture, String... options) throws IOException {
    Path json = Files.createTempFile("grade-run-test", ".json");
    try {
      List<String> line = new ArrayList<>(List.of(fixture.root().toString(), "--json"));
      line.add(json.toString());
      line.addAll(List.of(options));
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int status =
          new CommandLine(new Grade())
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(err))
              .execute(line.toArray(String[]::new));
      assertThat(err.toString()).isEmpty();
      return new GradeRun(status, out.toString(), results(Files.readString(json)));
    } finally {
      Files.delete(json);
    }
  }

  /** Returns the verdict of a submission. */
  String verdict(String submission) {
    return results.get(submission).get("verdict").getAsString();
  }

  /** Returns the reason of a submission's verdict. */
  String reason(String submission) {
    return results.get(submission).get("reason").getAsString();
  }

  private static Map<String, JsonObject> results(String json) {
    Map<String, JsonObject> results = new LinkedHashMap<>();
    for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
      JsonObject object = element.getAsJsonObject();
      String key = object.get("submission").isJsonNull() ? "problem" : "submission";
      results.put(object.get(key).getAsString(), object);
    }
    return results;
  }
}
