package io.kotha.benchmarks.peer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of the host that are run beside what is measured. */
final class Tool {

  private static final long PATIENCE_SECONDS = 30;

  private Tool() {}

  /** Where PATH has it. */
  static Optional<Path> find(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    return List.of(path.split(File.pathSeparator)).stream()
        .map(directory -> Path.of(directory, program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** Runs it to its end, which must be a good one; what it says on either stream. */
  static String run(List<String> command) throws IOException {
    Path said = Files.createTempFile("kotha-bench-", ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String output = Files.readString(said, StandardCharsets.ISO_8859_1).strip();
      if (!ended || process.exitValue() != 0) {
        String end = ended ? "ended with " + process.exitValue() : "did not end";
        throw new IOException(command.get(0) + " " + end + ": " + lastLine(output));
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command.get(0) + " was interrupted", e);
    } finally {
      process.destroyForcibly();
      Files.delete(said);
    }
  }

  private static String lastLine(String output) {
    return output.lines().reduce("it says nothing", (before, line) -> line);
  }
}
