package io.kotha.examples.ship.command;

import io.kotha.examples.ship.report.ExitStatus;
import io.kotha.examples.ship.report.Json;
import io.kotha.examples.ship.store.Container;
import io.kotha.examples.ship.store.Description;
import io.kotha.examples.ship.store.Ending;
import io.kotha.examples.ship.store.State;
import io.kotha.examples.ship.store.StateDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code ship ps}: lists containers. */
@Command(
    name = "ps",
    description = "Lists the containers of this user.",
    mixinStandardHelpOptions = true)
public final class PsCommand implements Callable<Integer> {

  private static final int MOST_OF_COMMAND = 40;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-a", "--all"},
      description = "Also lists containers that have ended.")
  private boolean all;

  @Option(names = "--json", description = "Prints a JSON array with an object for each container.")
  private boolean json;

  /** Creates the command. For picocli. */
  public PsCommand() {}

  @Override
  public Integer call() throws IOException {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    int status = 0;
    Table table = new Table("NAME", "ROOT", "COMMAND", "CREATED", "STATUS", "PID");
    for (Container container : StateDirectory.ofThisUser().containers()) {
      try {
        State state = container.state();
        if (all || state.isLive()) {
          Description description = container.description();
          rows.add(json(container, description, state));
          table.row(
              container.name(),
              description.rootfs(),
              brief(String.join(" ", description.command())),
              description.created(),
              status(state),
              state.isLive() && description.pid() != null ? description.pid() : "-");
        }
      } catch (IOException e) {
        // A container that was removed meanwhile is no error.
        if (!(e instanceof NoSuchFileException)) {
          status = ExitStatus.FAILED;
          spec.commandLine().getErr().println("ship: " + e.getMessage());
        }
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.of(rows) + "\n" : table.toString());
    out.flush();
    return status;
  }

  private static String brief(String command) {
    return command.length() <= MOST_OF_COMMAND
        ? command
        : command.substring(0, MOST_OF_COMMAND - 3) + "...";
  }

  private static String status(State state) {
    return switch (state.phase()) {
      case STARTING -> "starting";
      case RUNNING -> "running";
      case EXITED -> "exited (" + state.ending().map(Ending::exitStatus).orElse(0) + ")";
      case DEAD -> "dead (its supervisor was killed)";
    };
  }

  private static Map<String, @Nullable Object> json(
      Container container, Description description, State state) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", container.name().text());
    fields.put("rootfs", description.rootfs());
    fields.put("command", description.command());
    fields.put("created", description.created());
    fields.put("state", state.phase().name().toLowerCase(Locale.ROOT));
    fields.put("pid", state.isLive() ? description.pid() : null);
    fields.put("supervisor", state.isLive() ? description.supervisor() : null);
    fields.put("verdict", state.ending().map(Ending::verdict).orElse(null));
    fields.put("exitStatus", state.ending().map(Ending::exitStatus).orElse(null));
    fields.put("message", state.ending().map(Ending::message).orElse(null));
    fields.put("ended", state.ending().map(Ending::ended).orElse(null));
    return fields;
  }
}
