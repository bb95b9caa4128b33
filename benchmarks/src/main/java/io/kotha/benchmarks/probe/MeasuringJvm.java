package io.kotha.benchmarks.probe;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A launcher of JVMs that run a measurement.
 *
 * @param wrapper command line prefix that starts the JVM, such as one that adds mounts; may be
 *     empty
 * @param flags JVM flags in addition to those of this JVM
 */
public record MeasuringJvm(List<String> wrapper, List<String> flags) {

  /** Returns a launcher of JVMs with the flags of this JVM. */
  public static MeasuringJvm plain() {
    return new MeasuringJvm(List.of(), List.of());
  }

  /** Runs a main class whose first argument is the file for its answer, and waits for its end. */
  public Answer run(Class<?> main, Object... arguments) throws IOException, InterruptedException {
    Path file = Files.createTempFile("kotha-bench-", ".json");
    try {
      Process process =
          new ProcessBuilder(command(main, file, arguments))
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start();
      int status = end(process);
      if (status != 0) {
        throw new IOException(
            main.getSimpleName() + " exited with status " + status + "; see its messages above");
      }
      return Answer.read(file);
    } finally {
      Files.delete(file);
    }
  }

  private static int end(Process process) throws InterruptedException {
    try {
      return process.waitFor();
    } finally {
      process.destroy(); // if this thread is interrupted
    }
  }

  private List<String> command(Class<?> main, Path file, Object... arguments) {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(flags);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), main.getName(), file.toString()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return command;
  }
}
