package io.kotha.examples.ship;

import io.kotha.examples.html.PlainOutput;
import io.kotha.examples.ship.command.CapsCommand;
import io.kotha.examples.ship.command.EnterCommand;
import io.kotha.examples.ship.command.ExecCommand;
import io.kotha.examples.ship.command.KillCommand;
import io.kotha.examples.ship.command.LogsCommand;
import io.kotha.examples.ship.command.NsCommand;
import io.kotha.examples.ship.command.PsCommand;
import io.kotha.examples.ship.command.RmCommand;
import io.kotha.examples.ship.command.StopCommand;
import io.kotha.examples.ship.command.TopCommand;
import io.kotha.examples.ship.command.WaitCommand;
import io.kotha.examples.ship.report.ExitStatus;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command {@code ship}: runs programs in rooms. */
@Command(
    name = "ship",
    description = "Runs programs in kernel-isolated rooms.",
    subcommands = {
      RunCommand.class,
      PsCommand.class,
      ExecCommand.class,
      StopCommand.class,
      KillCommand.class,
      RmCommand.class,
      LogsCommand.class,
      WaitCommand.class,
      NsCommand.class,
      EnterCommand.class,
      CapsCommand.class,
      TopCommand.class,
      SuperviseCommand.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = ShipVersion.class)
public final class Ship implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs the command line; {@code ship run --help} prints its options. */
  public static void main(String[] args) {
    PlainOutput.install();
    int status = commandLine().execute(args);
    System.out.flush();
    System.exit(status);
  }

  static CommandLine commandLine() {
    CommandLine ship = parser();
    // The other commands have no program whose options follow.
    ship.getSubcommands().forEach((name, command) -> command.setStopAtPositional(ofProgram(name)));
    return ship;
  }

  private static boolean ofProgram(String command) {
    return command.equals("run") || command.equals("exec") || command.equals("enter");
  }

  private static CommandLine parser() {
    return new CommandLine(new Ship())
        .setCaseInsensitiveEnumValuesAllowed(true)
        // Pass the program's arguments on: @file and --option after it are not for ship.
        .setExpandAtFiles(false)
        .setStopAtPositional(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setUsageHelpLongOptionsMaxWidth(30)
        .setParameterExceptionHandler((e, args) -> mistake(e))
        .setExecutionExceptionHandler((e, command, parsed) -> failure(command, e));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "usage: ship run [OPTION...] ROOTFS -- COMMAND; ship --help lists more");
  }

  private static int mistake(ParameterException e) {
    complain(e.getCommandLine(), e);
    return ExitStatus.NOT_BUILT;
  }

  private static int failure(CommandLine command, Exception e) {
    complain(command, e);
    return ofProgram(command.getCommandName()) ? ExitStatus.NOT_BUILT : ExitStatus.FAILED;
  }

  /** Prints an error in one line, never a stack trace. */
  private static void complain(CommandLine command, Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    command.getErr().println("ship: " + message.replaceAll("\\s*\\R\\s*", " "));
    command.getErr().flush();
  }
}
