package io.kotha.examples.ship;

import io.kotha.examples.ship.report.Json;
import io.kotha.examples.ship.supervisor.Reply;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The supervisor of a container: {@code run -d} starts it in a process of its own. It reads the
 * command line of {@code run} from standard input, as JSON, and writes a {@link Reply} to standard
 * output when the program runs or cannot be started.
 */
@Command(name = "supervise", hidden = true)
final class SuperviseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    // The stream is for the reply alone: a log would spoil it.
    System.setOut(System.err);
    String line = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    CommandLine ship = spec.root().commandLine();
    CommandLine.ParseResult parsed = ship.parseArgs(Json.read(line, String[].class));
    RunCommand run = (RunCommand) parsed.subcommand().commandSpec().userObject();
    run.supervise(SuperviseCommand::reply);
    return 0;
  }

  /** Writes the reply and closes the stream, for whose end {@code run -d} waits. */
  private static void reply(Reply reply) {
    // The JDK puts /dev/null in place of a standard descriptor that is closed.
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write(Json.of(reply).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
