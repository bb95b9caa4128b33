package io.kotha.examples.ship;

import io.kotha.examples.files.TextFile;
import io.kotha.examples.ship.command.OptionsFirst;
import io.kotha.examples.ship.report.Endings;
import io.kotha.examples.ship.report.ExitStatus;
import io.kotha.examples.ship.report.ReportFile;
import io.kotha.examples.ship.report.RunReport;
import io.kotha.examples.ship.store.Claim;
import io.kotha.examples.ship.store.ContainerName;
import io.kotha.examples.ship.store.Description;
import io.kotha.examples.ship.store.StateDirectory;
import io.kotha.examples.ship.supervisor.Reply;
import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.seccomp.LearnedPolicy;
import io.kotha.sandbox.seccomp.SeccompProfile;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ship run}: runs one program in one room. */
@Command(
    name = "run",
    description = "Runs a program in an isolated room.",
    mixinStandardHelpOptions = true,
    preprocessor = OptionsFirst.class,
    sortOptions = false,
    sortSynopsis = false,
    customSynopsis = "ship run [OPTION...] ROOTFS -- COMMAND [ARGUMENT...]",
    footerHeading = "%nExit status:%n",
    footer = {
      "  the program's own; 128+n if signal n ended it, 137 if it exceeded a limit",
      "  125  the room could not be built or the command line is wrong",
      "  126  the program cannot be executed",
      "  127  the program does not exist",
      "",
      "With -d, the container outlives this command, until its program ends. Without -d, it ends"
          + " with this command. An ended container is kept for ps -a, logs and wait if it was"
          + " started with -d or --name, and without --rm.",
      "",
      "Sizes: 4096, 64kB, 64MB (powers of ten), 64MiB or 64m (powers of two). Times: 500ms, 2s,"
          + " 1m30s.",
      "By default the program has no environment of the host, no network and no capability."
    })
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private LimitOptions limits;
  @Mixin private FileOptions files;
  @Mixin private WallOptions isolation;
  @Mixin private IdentityOptions identity;
  @Mixin private CommandOptions command;

  @Option(
      names = {"-d", "--detach"},
      description = "Prints the container's name and leaves the program running.")
  private boolean detach;

  @Option(names = "--rm", description = "Removes the container when it has ended.")
  private boolean remove;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Writes verdict, usage and isolation to FILE; if the room could not be built, step, item,"
              + " errno and hint.")
  private @Nullable Path json;

  @Option(
      names = "--learn",
      paramLabel = "FILE",
      description =
          "Allows every system call, for trusted programs only, and writes the policy that the"
              + " program needs to FILE, for --seccomp.")
  private @Nullable Path learn;

  @Parameters(
      index = "0",
      paramLabel = "ROOTFS",
      description = "A directory, or \"host\" for the host's tool chain, read-only.")
  private String rootfs;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The program and its arguments.")
  private List<String> argv;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (detach) {
      if (learn != null) {
        throw new IllegalArgumentException("--detach and --learn cannot be combined");
      }
      // Fails here, on this terminal, if an option is wrong.
      Objects.requireNonNull(sandbox());
      Objects.requireNonNull(toRun());
      List<String> line = spec.root().commandLine().getParseResult().originalArgs();
      return SupervisorJvm.start(line, spec.commandLine());
    }
    ReportFile report = ReportFile.at(json);
    try {
      if (learn != null) {
        return learn(sandbox(), toRun(), report, learn);
      }
      return attached(report);
    } catch (SandboxException e) {
      int status = ExitStatus.of(e);
      complain(e.getMessage());
      report.write(RunReport.notStarted(e, status));
      return status;
    } catch (IllegalArgumentException e) {
      complain(e.getMessage());
      report.write(RunReport.notStarted(e, ExitStatus.NOT_BUILT));
      return ExitStatus.NOT_BUILT;
    }
  }

  /** Returns the sandbox that the options describe. */
  Sandbox sandbox() throws IOException {
    Sandbox sandbox = Sandbox.rootfs(root());
    sandbox = limits.apply(sandbox);
    sandbox = files.apply(sandbox);
    sandbox = identity.apply(sandbox);
    return isolation.apply(sandbox).syscalls(policy(sandbox.spec().identity().capabilities()));
  }

  /** Returns the command that the options describe. */
  io.kotha.sandbox.Command toRun() {
    return detach
        ? command.toDetached(program())
        : command.toCommand(program(), limits.output() != null);
  }

  private List<String> program() {
    return argv.get(0).equals("--") ? argv.subList(1, argv.size()) : argv;
  }

  private Rootfs root() {
    return rootfs.equals("host") ? Rootfs.host() : Rootfs.of(Path.of(rootfs));
  }

  private SyscallPolicy policy(Set<Capability> kept) throws IOException {
    String name = isolation.seccomp();
    return switch (name) {
      case "default" -> SyscallPolicy.standard();
      case "grader" -> SyscallPolicy.grader();
      case "compute" -> SyscallPolicy.compute();
      case "docker" -> SyscallPolicy.dockerLike(kept);
      case "none" -> SyscallPolicy.none();
      default -> SeccompProfile.read(Path.of(name), kept);
    };
  }

  private int attached(ReportFile report) throws IOException, InterruptedException {
    Sandbox sandbox = sandbox();
    io.kotha.sandbox.Command toRun = toRun();
    try (ContainerRun run = ContainerRun.of(this::claim, isTemporary())) {
      SandboxProcess process = run.start(sandbox, toRun);
      try (Relay relay = Relay.between(process, toRun)) {
        Verdict verdict = run.await();
        relay.finish();
        Endings.sentence(verdict).ifPresent(this::complain);
        report.write(RunReport.ended(verdict, process.usage(), process.isolation()));
        return verdict.exitValue();
      }
    }
  }

  private boolean isTemporary() {
    return remove || (!detach && limits.name() == null);
  }

  /** Returns the container of this process; empty if it has no name and cannot be listed. */
  private Optional<Claim> claim() throws IOException {
    try {
      return Optional.of(makeClaim());
    } catch (IOException e) {
      if (limits.name() != null || detach) {
        throw e;
      }
      complain("the container cannot be listed: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Claim makeClaim() throws IOException {
    Description description =
        new Description(
            rootfs,
            program(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            isTemporary(),
            ProcessHandle.current().pid(),
            null);
    String name = limits.name();
    StateDirectory state = StateDirectory.ofThisUser();
    state.sweep();
    return state.claim(
        name == null ? ContainerName.random() : new ContainerName(name), description);
  }

  /**
   * Holds the container of {@code run -d}, in a process of its own, until it has ended.
   *
   * @param ready gets the reply for {@code run -d} once, when the program runs or cannot be started
   */
  void supervise(Consumer<Reply> ready) throws IOException, InterruptedException {
    ReportFile report = ReportFile.at(null);
    try {
      report = ReportFile.at(json);
      Sandbox sandbox = sandbox();
      io.kotha.sandbox.Command toRun = toRun();
      try (ContainerRun run = ContainerRun.of(this::claim, isTemporary())) {
        run.keepLog();
        SandboxProcess process = run.start(sandbox, toRun);
        ready.accept(new Reply(0, run.container().name().text(), null));
        Verdict verdict = run.await();
        report.write(RunReport.ended(verdict, process.usage(), process.isolation()));
      }
    } catch (SandboxException e) {
      int status = ExitStatus.of(e);
      report.write(RunReport.notStarted(e, status));
      ready.accept(new Reply(status, e.getMessage(), null));
    } catch (IOException | IllegalArgumentException e) {
      ready.accept(new Reply(ExitStatus.NOT_BUILT, e.getMessage(), null));
    }
  }

  private int learn(
      Sandbox sandbox, io.kotha.sandbox.Command toRun, ReportFile report, Path profile)
      throws IOException, InterruptedException {
    LearnedPolicy learned = sandbox.learn(toRun);
    SandboxResult result = learned.result();
    Relay.write(result.stdoutBytes(), FileDescriptor.out);
    Relay.write(result.stderrBytes(), FileDescriptor.err);
    Endings.sentence(result.verdict()).ifPresent(this::complain);
    TextFile.write(profile, learned.toProfile());
    report.write(RunReport.ended(result.verdict(), result.usage(), result.isolation()));
    return result.exitValue();
  }

  private void complain(@Nullable String message) {
    CommandLine line = spec.commandLine();
    line.getErr().println("ship: " + String.valueOf(message).replaceAll("\\s*\\R\\s*", " "));
    line.getErr().flush();
  }
}
