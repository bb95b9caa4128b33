package io.kotha.examples.ship.command;

import io.kotha.examples.ship.report.ExitStatus;
import io.kotha.examples.ship.report.Json;
import io.kotha.examples.ship.store.Container;
import io.kotha.examples.ship.store.StateDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The names of a command that does the same to each of several containers. */
final class Names {

  /** The action of a command. */
  interface Action {
    /** Acts, and returns what the command prints about the container. */
    Object on(Container container) throws IOException;
  }

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "The containers.")
  private List<String> names = List.of();

  @Option(names = "--json", description = "Prints a JSON array with an object for each container.")
  private boolean json;

  /**
   * Acts on each container. One that fails does not keep the command from the others.
   *
   * @param result the key of the action's value in JSON
   */
  int each(CommandSpec spec, String result, Action action) throws IOException {
    CommandLine line = spec.commandLine();
    PrintWriter out = line.getOut();
    StateDirectory state = StateDirectory.ofThisUser();
    List<Map<String, @Nullable Object>> done = new ArrayList<>();
    int status = 0;
    for (String name : names) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("name", name);
      row.put(result, null);
      row.put("error", null);
      try {
        Object value = action.on(state.container(name));
        row.put(result, value);
        if (!json) {
          out.println(value);
        }
      } catch (IOException | IllegalArgumentException e) {
        status = ExitStatus.FAILED;
        row.put("error", e.getMessage());
        line.getErr()
            .println("ship: " + String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
        line.getErr().flush();
      }
      done.add(row);
    }
    if (json) {
      out.println(Json.of(done));
    }
    out.flush();
    return status;
  }
}
