package io.kotha.examples.grader;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kotha.examples.fixture.OtherJvm;
import io.kotha.sandbox.Sandbox;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped contest: every verdict is the expected one, and an expectation that is wrong shows.
 */
@Timeout(400)
class ContestIT {

  private static final Path CONTEST = Path.of("contest").toAbsolutePath();

  @TempDir Path dir;

  @BeforeAll
  static void needsLimits() throws Exception {
    Assumptions.assumeTrue(
        Sandbox.inspect().has("cgroup.memory"),
        "host lacks cgroup.memory: nothing bounds the bombs");
  }

  private JsonArray grade(int expectedStatus, String... args) throws Exception {
    Path json = Files.createTempFile(dir, "report", ".json");
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--json", json.toString()));
    OtherJvm run = OtherJvm.run(dir, "io.kotha.examples.grader.Grade", all.toArray(new String[0]));
    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(expectedStatus);
    return JsonParser.parseString(Files.readString(json)).getAsJsonArray();
  }

  private static Set<String> disagreeing(JsonArray report) {
    Set<String> names = new HashSet<>();
    for (JsonElement element : report) {
      JsonObject one = element.getAsJsonObject();
      if (!one.get("agrees").getAsBoolean()) {
        names.add(one.get("submission").getAsString());
      }
    }
    return names;
  }

  @Test
  void everyVerdictAgreesTwiceInARow() throws Exception {
    JsonArray first = grade(0, CONTEST.toString());
    assertThat(first).hasSizeGreaterThanOrEqualTo(30);
    assertThat(disagreeing(first)).isEmpty();
    assertThat(disagreeing(grade(0, CONTEST.toString(), "--jobs", "4"))).isEmpty();
  }

  @Test
  void expectationsThatAreSwappedDisagree() throws Exception {
    Path copy = dir.resolve("warmth");
    copyTree(CONTEST.resolve("warmth"), copy);
    Path submissions = copy.resolve("submissions");
    Path accepted = submissions.resolve("accepted");
    Path wrong = submissions.resolve("wrong_answer");
    Files.move(accepted.resolve("mix.cpp"), wrong.resolve("mix.cpp"));
    Files.move(wrong.resolve("rounded.c"), accepted.resolve("rounded.c"));
    JsonArray report = grade(1, copy.toString());
    assertThat(disagreeing(report))
        .containsExactlyInAnyOrder("wrong_answer/mix.cpp", "accepted/rounded.c");
  }

  private static void copyTree(Path from, Path to) throws Exception {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws java.io.IOException {
            Files.createDirectories(to.resolve(from.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws java.io.IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
