package io.kotha.examples.ship.command;

import io.kotha.examples.ship.store.Container;
import io.kotha.examples.ship.store.ContainerEnd;
import io.kotha.examples.ship.store.Ending;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code ship wait}: waits for the end and prints the exit status. */
@Command(
    name = "wait",
    description = "Waits until containers have ended, and prints their exit statuses.",
    mixinStandardHelpOptions = true)
public final class WaitCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Names names;

  /** Creates the command. For picocli. */
  public WaitCommand() {}

  @Override
  public Integer call() throws IOException {
    return names.each(spec, "exitStatus", WaitCommand::exitStatus);
  }

  private static Object exitStatus(Container container) throws IOException {
    try (ContainerEnd end = container.end()) {
      return end.await().map(Ending::exitStatus).orElseThrow(() -> unknown(container));
    }
  }

  private static FileSystemException unknown(Container container) {
    return new FileSystemException(
        container.name().text(), null, "its supervisor was killed, so its exit status is unknown");
  }
}
