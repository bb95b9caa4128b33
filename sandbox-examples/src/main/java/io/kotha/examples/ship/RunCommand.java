package io.kotha.examples.ship;

import io.kotha.examples.files.TextFile;
import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.seccomp.LearnedPolicy;
import io.kotha.sandbox.seccomp.SeccompProfile;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
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
    ReportFile report = ReportFile.at(json);
    try {
      Sandbox sandbox = sandbox();
      return learn == null ? run(sandbox, toRun(), report) : learn(sandbox, toRun(), report, learn);
    } catch (SandboxException e) {
      int status = statusOf(e);
      complain(e.getMessage());
      report.write(RunReport.notStarted(e, status));
      return status;
    } catch (IllegalArgumentException e) {
      complain(e.getMessage());
      report.write(RunReport.notStarted(e, Ship.NOT_BUILT));
      return Ship.NOT_BUILT;
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
    boolean separated = argv.get(0).equals("--");
    List<String> program = separated ? argv.subList(1, argv.size()) : argv;
    return command.toCommand(program, limits.output() != null);
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

  private int run(Sandbox sandbox, io.kotha.sandbox.Command toRun, ReportFile report)
      throws IOException, InterruptedException {
    try (SandboxProcess process = sandbox.start(toRun);
        Relay relay = Relay.between(process, toRun)) {
      Verdict verdict = process.onVerdict().get();
      relay.finish();
      Endings.sentence(verdict).ifPresent(this::complain);
      report.write(RunReport.ended(verdict, process.usage(), process.isolation()));
      return verdict.exitValue();
    } catch (ExecutionException e) {
      throw new SandboxException("no verdict arrived: " + e.getCause(), e.getCause());
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

  /** Returns the exit status for a failed start, by the convention of shells and Docker. */
  static int statusOf(SandboxException e) {
    if (e instanceof SetupException setup && setup.step() == SetupStep.EXEC) {
      return Endings.isNotFound(setup.errno()) ? Ship.NOT_FOUND : Ship.NOT_EXECUTABLE;
    }
    return Ship.NOT_BUILT;
  }

  private void complain(@Nullable String message) {
    CommandLine line = spec.commandLine();
    line.getErr().println("ship: " + String.valueOf(message).replaceAll("\\s*\\R\\s*", " "));
    line.getErr().flush();
  }
}
