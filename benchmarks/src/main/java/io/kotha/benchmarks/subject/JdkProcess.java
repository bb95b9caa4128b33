package io.kotha.benchmarks.subject;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JDK's own way to start a program: no isolation at all.
 *
 * @param noop starts the program that does nothing
 * @param pause starts the one that lives on, but for its argument
 */
public record JdkProcess(List<String> noop, List<String> pause) implements Subject {

  private static final Redirect NOTHING = Redirect.from(Path.of("/dev/null").toFile());

  /** The tiny programs, where they lie. */
  public static JdkProcess onHost(RoomRoot root) {
    return new JdkProcess(
        List.of(root.onHost(TinyProgram.NOOP)), List.of(root.onHost(TinyProgram.PAUSE)));
  }

  @Override
  public void startToExit() throws IOException, InterruptedException {
    run(noop);
  }

  @Override
  public Process startPausing(String mark) throws IOException {
    List<String> command = new ArrayList<>(pause);
    command.add(mark);
    return start(command);
  }

  /** Runs what must end well. */
  public static void run(List<String> command) throws IOException, InterruptedException {
    int status = start(command).waitFor();
    if (status != 0) {
      throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
    }
  }

  /** Without any stream of the JVM's. */
  public static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectInput(NOTHING)
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start();
  }
}
