package io.kotha.examples.ship;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** Runs programs in rooms, from a shell. */
@Command(
    name = "ship",
    description = "Runs programs in kernel-isolated rooms.",
    subcommands = RunCommand.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = ShipVersion.class)
public final class Ship implements Runnable {

  /** The room was not built; also every mistake on the command line. */
  static final int NOT_BUILT = 125;

  /** The program is there and cannot be executed. */
  static final int NOT_EXECUTABLE = 126;

  /** The program is not there. */
  static final int NOT_FOUND = 127;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** See {@code ship run --help}. */
  public static void main(String[] args) {
    int status = commandLine().execute(args);
    System.out.flush();
    System.exit(status);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Ship())
        .setCaseInsensitiveEnumValuesAllowed(true)
        // The program's arguments are its own: @file and --option are nothing to ship.
        .setExpandAtFiles(false)
        .setStopAtPositional(true)
        .setUsageHelpLongOptionsMaxWidth(30)
        .setParameterExceptionHandler((e, args) -> mistake(e))
        .setExecutionExceptionHandler((e, command, parsed) -> mistake(command, e));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: ship run ROOTFS -- COMMAND");
  }

  private static int mistake(ParameterException e) {
    return mistake(e.getCommandLine(), e);
  }

  /** One line, whatever went wrong; never a stack trace. */
  private static int mistake(CommandLine command, Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    command.getErr().println("ship: " + message.replaceAll("\\s*\\R\\s*", " "));
    command.getErr().flush();
    return NOT_BUILT;
  }
}
