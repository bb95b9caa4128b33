package io.kotha.benchmarks.peer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of the host that run outside of the measurements. */
final class Tool {

  private static final long TIMEOUT_SECONDS = 30;

  private Tool() {}

  /** Finds a program on PATH. */
  static Optional<Path> find(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    return List.of(path.split(File.pathSeparator)).stream()
        .map(directory -> Path.of(directory, program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /**
   * Runs a command and returns its output of both streams.
   *
   * @throws IOException if it does not exit with status 0 within 30 seconds
   */
  static String run(List<String> command) throws IOException {
    Path file = Files.createTempFile("kotha-bench-", ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(file.toFile())
            .start();
    try {
      boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      String output = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      if (!ended || process.exitValue() != 0) {
        String end =
            ended
                ? "exited with status " + process.exitValue()
                : "did not end within " + TIMEOUT_SECONDS + " s";
        throw new IOException(command.get(0) + " " + end + ": " + lastLine(output));
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command.get(0) + " was interrupted", e);
    } finally {
      process.destroyForcibly();
      Files.delete(file);
    }
  }

  private static String lastLine(String output) {
    return output.lines().reduce("no output", (before, line) -> line);
  }
}
