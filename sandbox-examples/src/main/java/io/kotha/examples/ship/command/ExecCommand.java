package io.kotha.examples.ship.command;

import io.kotha.examples.files.TextFile;
import io.kotha.examples.ship.store.Container;
import io.kotha.examples.ship.store.ContainerEnd;
import io.kotha.examples.ship.store.StateDirectory;
import io.kotha.examples.ship.supervisor.Connection;
import io.kotha.examples.ship.supervisor.Frame;
import io.kotha.examples.ship.supervisor.Reply;
import io.kotha.examples.ship.supervisor.Request;
import io.kotha.examples.ship.terminal.LocalTerminal;
import io.kotha.examples.ship.terminal.WindowWatch;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ship exec}: runs another program in a container. */
@Command(
    name = "exec",
    description = "Runs another program in a container.",
    mixinStandardHelpOptions = true,
    preprocessor = OptionsFirst.class,
    sortOptions = false,
    customSynopsis = "ship exec [OPTION...] NAME [--] COMMAND [ARGUMENT...]",
    footerHeading = "%nExit status:%n",
    footer = {
      "  the program's own; 128+n if signal n ended it, 137 if it exceeded a limit",
      "  125  the container does not run, or the command line is wrong",
      "  126  the program cannot be executed",
      "  127  the program does not exist"
    })
public final class ExecCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-i", "--interactive"},
      description = "Connects standard input; by default it is empty.")
  private boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      description = "Gives the program a new terminal of the same size as this one.")
  private boolean terminal;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "K=V",
      description = "Sets an environment variable; by default only PATH is set.")
  private Map<String, String> env = new LinkedHashMap<>();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      defaultValue = "/",
      description = "The working directory in the room.")
  private String workdir;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes verdict, usage and isolation to FILE, as for run.")
  private @Nullable Path json;

  @Parameters(index = "0", paramLabel = "NAME", description = "The container.")
  private String name;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The program and its arguments.")
  private List<String> argv;

  /** Creates the command. For picocli. */
  public ExecCommand() {}

  @Override
  public Integer call() throws IOException {
    if (json != null) {
      TextFile.write(json, ""); // a wrong path fails before the program runs
    }
    Container container = StateDirectory.ofThisUser().container(name);
    Optional<Connection> found;
    try (ContainerEnd end = container.end()) {
      found = SupervisorClient.connect(container, end);
    }
    try (Connection connection = found.orElseThrow(() -> SupervisorClient.hasEnded(container))) {
      connection.send(Frame.Type.REQUEST, Request.exec(program()));
      return finish(relayed(connection));
    }
  }

  private Reply relayed(Connection connection) throws IOException {
    boolean here = terminal && LocalTerminal.isAt(0);
    Optional<LocalTerminal> raw = here && interactive ? LocalTerminal.raw() : Optional.empty();
    Optional<WindowWatch> window =
        here
            ? Optional.of(WindowWatch.start(size -> connection.send(Frame.Type.RESIZE, size)))
            : Optional.empty();
    try {
      return relay(connection, ClientInput.of(connection, interactive));
    } finally {
      window.ifPresent(WindowWatch::close);
      raw.ifPresent(LocalTerminal::close);
    }
  }

  private Request.Program program() {
    List<String> program = argv.get(0).equals("--") ? argv.subList(1, argv.size()) : argv;
    if (program.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program to run");
    }
    LocalTerminal.Size size =
        terminal
            ? LocalTerminal.size().orElse(LocalTerminal.Size.USUAL)
            : new LocalTerminal.Size(0, 0);
    return new Request.Program(program, env, workdir, interactive, size.columns(), size.rows());
  }

  @SuppressWarnings("resource") // closing the streams would close the descriptors
  private Reply relay(Connection connection, ClientInput input) throws IOException {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    OutputStream err = new FileOutputStream(FileDescriptor.err);
    for (Optional<Frame> next = connection.receive(); ; next = connection.receive()) {
      Frame frame = next.orElseThrow(() -> new EOFException("the container's supervisor has died"));
      switch (frame.type()) {
        case OUTPUT -> out.write(frame.bytes());
        case ERROR -> err.write(frame.bytes());
        case TAKEN -> input.taken();
        case REPLY -> {
          return frame.json(Reply.class);
        }
        default -> throw new IOException("not a message of a supervisor");
      }
    }
  }

  private int finish(Reply reply) throws IOException {
    if (json != null && reply.report() != null) {
      TextFile.write(json, reply.report());
    }
    if (reply.message() != null) {
      spec.commandLine()
          .getErr()
          .println("ship: " + reply.message().replaceAll("\\s*\\R\\s*", " "));
      spec.commandLine().getErr().flush();
    }
    return reply.status();
  }
}
