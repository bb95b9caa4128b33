package io.kotha.examples.ship.command;

import io.kotha.examples.ship.report.Endings;
import io.kotha.examples.ship.report.ExitStatus;
import io.kotha.examples.ship.store.StateDirectory;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.NamespaceEntry;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.inspect.Namespaces;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ship enter}: a program in some namespaces, as {@code nsenter(1)} has it. */
@Command(
    name = "enter",
    description = "Runs a program of this host in some namespaces of a container.",
    mixinStandardHelpOptions = true,
    preprocessor = OptionsFirst.class,
    sortOptions = false,
    customSynopsis = "ship enter [OPTION...] NAME [--] COMMAND [ARGUMENT...]",
    footerHeading = "%n",
    footer = {
      "The program has the ids of the container's program and no capability. Without --mount it sees"
          + " the files of the host, so run only programs that you trust; ship exec has all walls.",
      "",
      "Exit status:",
      "  the program's own; 128+n if signal n ended it",
      "  125  the container does not run, a namespace cannot be entered, or the command line is wrong",
      "  126  the program cannot be executed",
      "  127  the program does not exist"
    })
public final class EnterCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  private final Set<Namespace> types = EnumSet.noneOf(Namespace.class);

  @Option(names = "--in-cgroup", description = "Puts the program into the cgroup of the container.")
  private boolean inCgroup;

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      defaultValue = "/",
      description = "The working directory, looked up after the namespaces are entered.")
  private String workdir;

  @Parameters(index = "0", paramLabel = "NAME", description = "The container.")
  private String name;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The program and its arguments.")
  private List<String> argv;

  /** Creates the command. For picocli. */
  public EnterCommand() {}

  @Option(
      names = {"-m", "--mount"},
      description = "Enters the mount namespace.")
  void mount(boolean chosen) {
    types.add(Namespace.MOUNT);
  }

  @Option(
      names = {"-p", "--pid"},
      description = "Enters the pid namespace.")
  void pid(boolean chosen) {
    types.add(Namespace.PID);
  }

  @Option(
      names = {"-n", "--net"},
      description = "Enters the network namespace.")
  void net(boolean chosen) {
    types.add(Namespace.NET);
  }

  @Option(
      names = {"-u", "--uts"},
      description = "Enters the UTS namespace.")
  void uts(boolean chosen) {
    types.add(Namespace.UTS);
  }

  @Option(
      names = {"-i", "--ipc"},
      description = "Enters the IPC namespace.")
  void ipc(boolean chosen) {
    types.add(Namespace.IPC);
  }

  @Option(
      names = {"-U", "--user"},
      description = "Enters the user namespace; an ordinary user always does.")
  void user(boolean chosen) {
    types.add(Namespace.USER);
  }

  @Option(
      names = {"-C", "--cgroup"},
      description = "Enters the cgroup namespace.")
  void cgroup(boolean chosen) {
    types.add(Namespace.CGROUP);
  }

  @Option(
      names = {"-T", "--time"},
      description = "Enters the time namespace.")
  void time(boolean chosen) {
    types.add(Namespace.TIME);
  }

  @Option(
      names = {"-a", "--all"},
      description = "Enters all namespaces.")
  void all(boolean chosen) {
    types.addAll(EnumSet.allOf(Namespace.class));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> program = argv.get(0).equals("--") ? argv.subList(1, argv.size()) : argv;
    if (program.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program to run");
    }
    if (types.isEmpty()) {
      throw new IllegalArgumentException("name a namespace to enter, such as --net, or --all");
    }
    long pid = SupervisorClient.pid(StateDirectory.ofThisUser().container(name));
    try (SandboxProcess process = entry(pid).start(command(program))) {
      int status = process.waitFor();
      Endings.sentence(process.verdict()).ifPresent(this::complain);
      return status;
    } catch (SandboxException e) {
      complain(String.valueOf(e.getMessage()));
      return ExitStatus.of(e);
    }
  }

  private NamespaceEntry entry(long pid) throws SandboxException {
    Namespace first = types.iterator().next();
    NamespaceEntry entry = Namespaces.enter(pid, first, types.toArray(new Namespace[0]));
    return inCgroup ? entry.inCgroup() : entry;
  }

  private io.kotha.sandbox.Command command(List<String> program) {
    return io.kotha.sandbox.Command.of(program.toArray(new String[0]))
        .in(workdir)
        .stdin(Stdio.INHERIT)
        .stdout(Stdio.INHERIT)
        .stderr(Stdio.INHERIT);
  }

  private void complain(String message) {
    spec.commandLine().getErr().println("ship: " + message.replaceAll("\\s*\\R\\s*", " "));
    spec.commandLine().getErr().flush();
  }
}
