package io.kotha.examples.ship;

import io.kotha.examples.html.PlainOutput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command {@code ship}: runs programs in rooms. */
@Command(
    name = "ship",
    description = "Runs programs in kernel-isolated rooms.",
    subcommands = RunCommand.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = ShipVersion.class)
public final class Ship implements Runnable {

  /** The exit status if the room was not built or the command line is wrong. */
  static final int NOT_BUILT = 125;

  /** The exit status if the program exists but cannot be executed. */
  static final int NOT_EXECUTABLE = 126;

  /** The exit status if the program does not exist. */
  static final int NOT_FOUND = 127;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs the command line; {@code ship run --help} prints its options. */
  public static void main(String[] args) {
    PlainOutput.install();
    int status = commandLine().execute(args);
    System.out.flush();
    System.exit(status);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Ship())
        .setCaseInsensitiveEnumValuesAllowed(true)
        // Pass the program's arguments on: @file and --option after it are not for ship.
        .setExpandAtFiles(false)
        .setStopAtPositional(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setUsageHelpLongOptionsMaxWidth(30)
        .setParameterExceptionHandler((e, args) -> mistake(e))
        .setExecutionExceptionHandler((e, command, parsed) -> mistake(command, e));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "usage: ship run [OPTION...] ROOTFS -- COMMAND");
  }

  private static int mistake(ParameterException e) {
    return mistake(e.getCommandLine(), e);
  }

  /** Prints an error in one line, never a stack trace, and returns the exit status. */
  private static int mistake(CommandLine command, Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    command.getErr().println("ship: " + message.replaceAll("\\s*\\R\\s*", " "));
    command.getErr().flush();
    return NOT_BUILT;
  }
}
