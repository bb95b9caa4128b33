package io.kotha.examples.ship.command;

import io.kotha.examples.ship.store.Container;
import io.kotha.examples.ship.store.ContainerEnd;
import io.kotha.examples.ship.store.LogCursor;
import io.kotha.examples.ship.store.LogEntry;
import io.kotha.examples.ship.store.StateDirectory;
import io.kotha.examples.ship.supervisor.Connection;
import io.kotha.examples.ship.supervisor.Frame;
import io.kotha.examples.ship.supervisor.Reply;
import io.kotha.examples.ship.supervisor.Request;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ship logs}: prints what the program of a container wrote last. */
@Command(
    name = "logs",
    description = "Prints what the program of a container wrote: the last 1 to 2 MiB.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Only containers started with -d have a log. Output to a terminal has no control characters."
    })
public final class LogsCommand implements Callable<Integer> {

  private static final String ALL = "all";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The container.")
  private String name;

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on until the container has ended.")
  private boolean follow;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "LINES",
      defaultValue = ALL,
      description = "Begins with the last LINES lines, 0 to 100000; all by default.")
  private String tail;

  @Option(
      names = "--json",
      description = "Prints a JSON object for each piece of output: time, stream, text.")
  private boolean json;

  /** Creates the command. For picocli. */
  public LogsCommand() {}

  @Override
  public Integer call() throws IOException {
    int lines = lines();
    Container container = StateDirectory.ofThisUser().container(name);
    LogPrinter printer = json ? LogPrinter.ofJson() : LogPrinter.ofText();
    if (!follow || !followed(container, lines, printer)) {
      print(container, lines, printer);
    }
    return 0;
  }

  /** Returns the lines to begin with; negative for all. */
  private int lines() {
    if (tail.equals(ALL)) {
      return -1;
    }
    try {
      int lines = Integer.parseInt(tail);
      if (lines >= 0 && lines <= LogCursor.MOST_LINES) {
        return lines;
      }
    } catch (NumberFormatException e) {
      // The error below says it.
    }
    throw new ParameterException(
        spec.commandLine(), "--tail is all, or 0 to " + LogCursor.MOST_LINES + ": " + tail);
  }

  private static void print(Container container, int lines, LogPrinter printer) throws IOException {
    try (LogCursor cursor =
        lines < 0 ? LogCursor.ofAll(container) : LogCursor.ofLast(container, lines)) {
      for (Optional<LogEntry> e = cursor.read(); e.isPresent(); e = cursor.read()) {
        printer.print(e.get());
      }
    }
  }

  /** Prints the log of a container that has not ended until it has; returns false if it had. */
  private static boolean followed(Container container, int lines, LogPrinter printer)
      throws IOException {
    try (ContainerEnd end = container.end()) {
      Optional<Connection> found = SupervisorClient.connect(container, end);
      if (found.isEmpty()) {
        return false;
      }
      try (Connection connection = found.get()) {
        connection.send(Frame.Type.REQUEST, Request.follow(lines));
        return relayed(connection, printer);
      }
    }
  }

  private static boolean relayed(Connection connection, LogPrinter printer) throws IOException {
    while (true) {
      Frame frame =
          connection
              .receive()
              .orElseThrow(() -> new EOFException("the container's supervisor has died"));
      switch (frame.type()) {
        case LOG -> printer.print(LogEntry.decode(frame.bytes()));
        case REPLY -> {
          Reply reply = frame.json(Reply.class);
          if (reply.message() != null) {
            throw new IOException(reply.message());
          }
          return true;
        }
        default -> throw new IOException("not a message of a supervisor");
      }
    }
  }
}
