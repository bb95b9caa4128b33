package io.kotha.examples.ship.command;

import io.kotha.examples.ship.store.Container;
import io.kotha.examples.ship.store.ContainerEnd;
import io.kotha.examples.ship.store.StateDirectory;
import io.kotha.examples.ship.supervisor.Request;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code ship rm}: removes containers that have ended. */
@Command(
    name = "rm",
    description = "Removes containers that have ended.",
    mixinStandardHelpOptions = true)
public final class RmCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Names names;

  @Option(
      names = {"-f", "--force"},
      description = "Kills containers that run.")
  private boolean force;

  /** Creates the command. For picocli. */
  public RmCommand() {}

  @Override
  public Integer call() throws IOException {
    int status = names.each(spec, "removed", this::remove);
    StateDirectory.ofThisUser().removeIfEmpty();
    return status;
  }

  private Object remove(Container container) throws IOException {
    String name = container.name().text();
    try (ContainerEnd end = container.end()) {
      if (end.isLive()) {
        if (!force) {
          throw new FileSystemException(
              name, null, "the container runs; stop it first, or remove it with -f");
        }
        SupervisorClient.ask(container, end, Request.signal(Signals.KILL));
      }
      end.await();
    }
    try {
      container.remove();
    } catch (NoSuchFileException e) {
      return name; // it was started with --rm
    }
    return name;
  }
}
