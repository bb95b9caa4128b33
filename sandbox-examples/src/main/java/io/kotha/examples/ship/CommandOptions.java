package io.kotha.examples.ship;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.Stdio;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that describe the program's command, environment and standard streams. */
final class CommandOptions {

  @Option(
      names = "--env",
      paramLabel = "K=V",
      description = "Sets an environment variable; by default only PATH is set.")
  private Map<String, String> env = new LinkedHashMap<>();

  @Option(
      names = "--workdir",
      paramLabel = "DIR",
      description = "The working directory in the room.")
  private @Nullable String workdir;

  @Option(
      names = "--stdin",
      paramLabel = "FILE",
      description = "Standard input; by default that of ship.")
  private @Nullable Path stdin;

  @Option(
      names = {"-t", "--terminal"},
      description = "Gives the program a new terminal of the same size as this one.")
  private boolean terminal;

  /**
   * Returns the command that the options describe.
   *
   * @param counted true if output must pass through this JVM, to be counted against a limit
   */
  Command toCommand(List<String> argv, boolean counted) {
    Command made = Command.of(argv);
    for (Map.Entry<String, String> variable : env.entrySet()) {
      made = made.env(variable.getKey(), variable.getValue());
    }
    made = workdir == null ? made : made.in(workdir);
    if (terminal) {
      if (stdin != null) {
        throw new IllegalArgumentException("--terminal and --stdin cannot be combined");
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
