package io.kotha.examples.ship;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Stdio;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the program is given. */
final class CommandOptions {

  @Option(
      names = "--env",
      paramLabel = "K=V",
      description = "Sets a variable. Only PATH is set by default.")
  private Map<String, String> env = new LinkedHashMap<>();

  @Option(names = "--workdir", paramLabel = "DIR", description = "The working directory inside.")
  private @Nullable String workdir;

  @Option(
      names = "--stdin",
      paramLabel = "FILE",
      description = "Standard input; otherwise that of ship.")
  private @Nullable Path stdin;

  @Option(
      names = {"-t", "--terminal"},
      description = "Gives the program a terminal of its own, of the size of this one.")
  private boolean terminal;

  /**
   * The command as described.
   *
   * @param counted whether output must pass through this JVM, to be counted against a limit
   */
  Command toCommand(List<String> argv, boolean counted) {
    Command made = Command.of(argv);
    for (Map.Entry<String, String> variable : env.entrySet()) {
      made = made.env(variable.getKey(), variable.getValue());
    }
    made = workdir == null ? made : made.in(workdir);
    if (terminal) {
      if (stdin != null) {
        throw new IllegalArgumentException("--terminal and --stdin exclude one another");
      }
      LocalTerminal.Size size = LocalTerminal.size().orElse(LocalTerminal.Size.USUAL);
      return made.terminal(size.columns(), size.rows());
    }
    Stdio output = counted ? Stdio.PIPE : Stdio.INHERIT;
    return made.stdin(stdin == null ? Stdio.INHERIT : Stdio.from(stdin))
        .stdout(output)
        .stderr(output);
  }
}
