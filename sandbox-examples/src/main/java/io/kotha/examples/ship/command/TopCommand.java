package io.kotha.examples.ship.command;

import io.kotha.examples.ship.report.Json;
import io.kotha.examples.ship.store.Container;
import io.kotha.examples.ship.store.ContainerEnd;
import io.kotha.examples.ship.store.StateDirectory;
import io.kotha.examples.ship.supervisor.ProcessRow;
import io.kotha.examples.ship.supervisor.Reply;
import io.kotha.examples.ship.supervisor.Request;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ship top}: the processes of a container. */
@Command(
    name = "top",
    description = "Lists the processes of a container.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "PID, PARENT and UID are those in the container, HOST is the pid on the host. CPU is the time"
          + " of the process without its children. MEMORY counts shared memory in each process."
    })
public final class TopCommand implements Callable<Integer> {

  private static final int KIBIBYTE = 1024;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The container.")
  private String name;

  @Option(names = "--json", description = "Prints a JSON array with an object for each process.")
  private boolean json;

  /** Creates the command. For picocli. */
  public TopCommand() {}

  @Override
  public Integer call() throws IOException {
    Container container = StateDirectory.ofThisUser().container(name);
    Reply reply;
    try (ContainerEnd end = container.end()) {
      reply =
          SupervisorClient.reply(container, end, Request.top())
              .orElseThrow(() -> SupervisorClient.hasEnded(container));
    }
    String report = Objects.requireNonNull(reply.report(), "a reply without a message has one");
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? report + "\n" : table(Json.read(report, ProcessRow[].class)));
    out.flush();
    return 0;
  }

  private static String table(ProcessRow[] rows) {
    Table table = new Table("PID", "HOST", "PARENT", "UID", "STATE", "CPU", "MEMORY", "COMMAND");
    for (ProcessRow row : rows) {
      table.row(
          row.pid(),
          row.hostPid(),
          row.parent(),
          row.uid(),
          row.state(),
          String.format(Locale.ROOT, "%.2fs", row.cpuMillis() / 1_000.0),
          row.memoryBytes() / KIBIBYTE + "KiB",
          row.arguments().isEmpty() ? row.command() : String.join(" ", row.arguments()));
    }
    return table.toString();
  }
}
