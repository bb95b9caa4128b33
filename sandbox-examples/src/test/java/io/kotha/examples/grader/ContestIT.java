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
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Grades the contest of this module: every verdict is as expected, and wrong expectations fail. */
@Timeout(400)
class ContestIT {

  private static final Path CONTEST = Path.of("contest").toAbsolutePath();

  private static final Map<String, String> FOLDERS =
      Map.of("accepted", "AC", "wrong_answer", "WA", "time_limit_exceeded", "TLE");

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
  void everySubmissionGetsItsExpectedVerdictTwice() throws Exception {
    JsonArray first = grade(0, CONTEST.toString());
    assertThat(first).hasSizeGreaterThanOrEqualTo(30);
    assertThat(disagreeing(first)).isEmpty();
    assertThat(disagreeing(grade(0, CONTEST.toString(), "--jobs", "4"))).isEmpty();
  }

  @Test
  void wrongExpectationsAreReportedAsDisagreeing() throws Exception {
    Path copy = dir.resolve("warmth");
    copyTree(CONTEST.resolve("warmth"), copy);
    Path submissions = copy.resolve("submissions");
    List<String> before = inFolders(submissions);
    Map<String, String> verdicts = new HashMap<>();
    for (JsonElement element : grade(0, copy.toString())) {
      JsonObject one = element.getAsJsonObject();
      verdicts.put(one.get("submission").getAsString(), one.get("verdict").getAsString());
    }

    List<String> folders =
        new ArrayList<>(before.stream().map(name -> name.split("/", 2)[0]).toList());
    Collections.shuffle(folders, new Random(7));
    Set<String> wrong = new HashSet<>();
    for (int i = 0; i < before.size(); i++) {
      String name = before.get(i).split("/", 2)[1];
      String now = folders.get(i) + "/" + name;
      if (!now.equals(before.get(i))) {
        Files.move(submissions.resolve(before.get(i)), submissions.resolve(now));
      }
      if (!FOLDERS.get(folders.get(i)).equals(verdicts.get(before.get(i)))) {
        wrong.add(now);
      }
    }
    assertThat(wrong).as("submissions that the permutation moved").hasSizeGreaterThan(3);
    assertThat(disagreeing(grade(1, copy.toString()))).isEqualTo(wrong);
  }

  /** Lists the submissions whose folder gives the expectation, as {@code folder/name}. */
  private static List<String> inFolders(Path submissions) throws Exception {
    List<String> all = new ArrayList<>();
    for (String folder : FOLDERS.keySet()) {
      try (Stream<Path> files = Files.list(submissions.resolve(folder))) {
        files.forEach(file -> all.add(folder + "/" + file.getFileName()));
      }
    }
    Collections.sort(all);
    return all;
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
