package io.kotha.examples.grader.problem;

import io.kotha.examples.fixture.PackageFixture;
import io.kotha.examples.grader.input.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A fuzz target: any text of a problem package gives problems or an {@link InputException}. The
 * input is a {@code problem.yaml}, the {@code test_group.yaml} of the secret data, and a
 * submission, separated by lines of {@code ---}.
 */
class ProblemFuzzTest {

  private static final Path PACKAGE = directory();

  /** Runs the target; called by {@code bin/fuzz}. */
  public static void fuzzerTestOneInput(byte[] texts) {
    String[] parts = new String(texts, StandardCharsets.UTF_8).split("\n---\n", 3);
    PackageFixture problem =
        PackageFixture.in(PACKAGE, "problem")
            .file("problem.yaml", parts[0])
            .file("data/secret/test_group.yaml", parts.length > 1 ? parts[1] : "")
            .file("submissions/accepted/main.py", parts.length > 2 ? parts[2] : "")
            .testCase("data/secret/1", "1\n", "1\n");
    try {
      ProblemReader.readAll(problem.root(), Optional.empty());
    } catch (InputException refused) {
      // expected for malformed texts
    }
  }

  @TestFactory
  Stream<DynamicTest> seeds() throws IOException {
    return DynamicTest.stream(
        Files.list(Path.of("src/test/fuzz/Problem")),
        Path::toString,
        seed -> fuzzerTestOneInput(Files.readAllBytes(seed)));
  }

  private static Path directory() {
    try {
      Path made = Files.createTempDirectory("problems");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made)));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
