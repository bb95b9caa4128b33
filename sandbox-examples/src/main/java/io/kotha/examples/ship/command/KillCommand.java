package io.kotha.examples.ship.command;

import io.kotha.examples.ship.store.ContainerEnd;
import io.kotha.examples.ship.supervisor.Request;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code ship kill}: a signal, SIGKILL by default. */
@Command(
    name = "kill",
    description = "Sends a signal to the programs of containers.",
    mixinStandardHelpOptions = true)
public final class KillCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Names names;

  @Option(
      names = {"-s", "--signal"},
      paramLabel = "SIGNAL",
      defaultValue = "KILL",
      converter = Signals.class,
      description = "A name or number; KILL by default, which ends all of the program's processes.")
  private Integer signal;

  /** Creates the command. For picocli. */
  public KillCommand() {}

  @Override
  public Integer call() throws IOException {
    return names.each(
        spec,
        "signal",
        container -> {
          try (ContainerEnd end = container.end()) {
            if (!SupervisorClient.ask(container, end, Request.signal(signal))) {
              throw SupervisorClient.hasEnded(container);
            }
            if (signal == Signals.KILL) {
              end.await();
            }
            return container.name().text();
          }
        });
  }
}
