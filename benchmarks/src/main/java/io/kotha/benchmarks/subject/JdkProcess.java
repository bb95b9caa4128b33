package io.kotha.benchmarks.subject;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A subject that starts programs by ProcessBuilder, without isolation.
 *
 * @param noop the command line of the empty program
 * @param pause the command line of the pausing program, without its argument
 */
public record JdkProcess(List<String> noop, List<String> pause) implements Subject {

  private static final Redirect NOTHING = Redirect.from(Path.of("/dev/null").toFile());

  /** Returns a subject that runs the tiny programs at their paths on the host. */
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

  /** Runs a command, which must exit with status 0. */
  public static void run(List<String> command) throws IOException, InterruptedException {
    int status = start(command).waitFor();
    if (status != 0) {
      throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
    }
  }

  /** Starts a command whose standard streams are /dev/null. */
  public static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectInput(NOTHING)
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start();
  }
}
