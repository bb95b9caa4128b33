package io.kotha.examples.ship;

import io.kotha.examples.ship.terminal.LocalTerminal;
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
      names = {"-e", "--env"},
      paramLabel = "K=V",
      description = "Sets an environment variable; by default only PATH is set.")
  private Map<String, String> env = new LinkedHashMap<>();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "The working directory in the room.")
  private @Nullable String workdir;

  @Option(
      names = "--stdin",
      paramLabel = "FILE",
      description = "Standard input; by default that of ship.")
  private @Nullable Path stdin;

  @Option(
      names = {"-i", "--interactive"},
      description =
          "Keeps standard input open with -d, where it is empty by default; without -d it is always"
              + " open.")
  private boolean interactive;

  @Option(
      names = {"-t", "--tty", "--terminal"},
      description = "Gives the program a new terminal of the same size as this one.")
  private boolean terminal;

  /**
   * Returns the command that the options describe.
   *
   * @param counted true if output must pass through this JVM, to be counted against a limit
   */
  Command toCommand(List<String> argv, boolean counted) {
    Command made = base(argv);
    if (terminal) {
      return onTerminal(made);
    }
    Stdio output = counted ? Stdio.PIPE : Stdio.INHERIT;
    return made.stdin(stdin == null ? Stdio.INHERIT : Stdio.from(stdin))
        .stdout(output)
        .stderr(output);
  }

  /** Returns the command of a container that does not use the streams of this process. */
  Command toDetached(List<String> argv) {
    Command made = base(argv);
    if (terminal) {
      return onTerminal(made);
    }
    if (stdin != null) {
      return made.stdin(Stdio.from(stdin));
    }
    return interactive ? made : made.stdin(Stdio.NULL);
  }

  private Command base(List<String> argv) {
    Command made = Command.of(argv);
    for (Map.Entry<String, String> variable : env.entrySet()) {
      made = made.env(variable.getKey(), variable.getValue());
    }
    return workdir == null ? made : made.in(workdir);
  }

  private Command onTerminal(Command made) {
    if (stdin != null) {
      throw new IllegalArgumentException("--terminal and --stdin cannot be combined");
    }
    LocalTerminal.Size size = LocalTerminal.size().orElse(LocalTerminal.Size.USUAL);
    return made.terminal(size.columns(), size.rows());
  }
}
