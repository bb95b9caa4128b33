package io.kotha.examples.ship.command;

import io.kotha.examples.ship.store.ContainerEnd;
import io.kotha.examples.ship.supervisor.Request;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code ship stop}: SIGTERM, and SIGKILL after a time. */
@Command(
    name = "stop",
    description = "Sends SIGTERM to containers, and SIGKILL after a time; waits for their end.",
    mixinStandardHelpOptions = true)
public final class StopCommand implements Callable<Integer> {

  private static final int MOST_SECONDS = 1_000_000;

  @Spec private CommandSpec spec;
  @Mixin private Names names;

  @Option(
      names = {"-t", "--time"},
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "The time until SIGKILL; 10 by default.")
  private int seconds;

  /** Creates the command. For picocli. */
  public StopCommand() {}

  @Override
  public Integer call() throws IOException {
    if (seconds < 0 || seconds > MOST_SECONDS) {
      throw new ParameterException(spec.commandLine(), "--time is 0 to " + MOST_SECONDS);
    }
    return names.each(
        spec,
        "stopped",
        container -> {
          // Opened first: at its end, a container may be removed with its name.
          try (ContainerEnd end = container.end()) {
            SupervisorClient.ask(container, end, Request.stop(seconds * 1_000L));
            end.await();
            return container.name().text();
          }
        });
  }
}
