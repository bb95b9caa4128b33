package io.kotha.examples.grader.judge;

import io.kotha.examples.grader.input.Ceiling;
import io.kotha.examples.grader.input.SourceFile;
import io.kotha.examples.grader.language.Language;
import io.kotha.examples.grader.language.Language.Needs;
import io.kotha.examples.grader.problem.Problem;
import io.kotha.examples.grader.problem.Problem.WorkingDirectory;
import io.kotha.examples.grader.problem.ProblemLimits;
import io.kotha.examples.grader.problem.ProgramSource;
import io.kotha.examples.grader.problem.TestCase;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.files.CopyIn;
import io.kotha.sandbox.files.CopyOut;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A factory of the rooms in which programs are compiled, run and validated. Each room has the
 * host's tool chains read-only, the working directory {@code /box}, and nothing else.
 */
final class Rooms {

  static final String BOX = "/box";
  static final String FEEDBACK = "/feedback";
  private static final String DATA = "/data";

  /** Size of the tmpfs that a compiler writes to; charged to its memory limit. */
  private static final MemorySize BUILD_SIZE = MemorySize.MiB(512);

  private static final int BUILD_FILES = 10_000;
  private static final MemorySize BUILD_OUTPUT = MemorySize.MiB(8);
  private static final int BUILD_PIDS = 256;
  private static final int OPEN_FILES = 512;

  private final Sandbox base;
  private final int crowding;
  private final MemorySize stackCeiling = StackCeiling.ofHost();

  /**
   * Creates the factory.
   *
   * @param fallback the behaviour on a host that provides no cgroup
   * @param jobs number of rooms that run concurrently
   */
  Rooms(Limits.Fallback fallback, int jobs) {
    this.base =
        Sandbox.rootfs(Rootfs.host())
            .syscalls(SyscallPolicy.grader())
            .limits(Limits.NONE.fallback(fallback))
            .openFiles(OPEN_FILES);
    int processors = Runtime.getRuntime().availableProcessors();
    this.crowding = Math.max(1, (jobs + processors - 1) / processors);
  }

  /** Returns a room to compile in: the source in its box, which is copied to the target at exit. */
  Sandbox compile(
      ProgramSource source, Optional<Language> language, ProblemLimits limits, Path target) {
    ProblemLimits.Budget budget = limits.compilation();
    MemorySize extra = language.map(Language::needs).orElse(Needs.PLAIN).extraMemory();
    return withBinds(
        filled(base, source.files())
            .memory(sum(budget.memory(), extra))
            .pids(BUILD_PIDS)
            .cpuTime(budget.time())
            .wallTime(wall(budget.time()))
            .output(BUILD_OUTPUT)
            .tmpSize(BUILD_SIZE)
            .copyOut(new CopyOut(BOX, target, BUILD_SIZE, BUILD_FILES)),
        language.map(Language::binds).orElse(List.of()));
  }

  /**
   * Returns a room to run a submission in.
   *
   * @throws IOException if the test case's files are above the ceiling: a judging error
   */
  Sandbox run(Program program, Problem problem, TestCase test) throws IOException {
    Ceiling.check(test.name() + ".files", test.files());
    ProblemLimits limits = problem.limits();
    boolean writes = problem.files() == WorkingDirectory.WRITABLE || !test.files().isEmpty();
    Sandbox box =
        writes
            ? copied(filled(base, program.files()), test.files(), BOX)
            : base.bind(program.directory(), BOX);
    return limited(box, program, limits.memory(), limits.time())
        .wallTime(wall(limits.time()))
        .output(limits.output());
  }

  /**
   * Returns a room to run a validator in, with the test case's files and a feedback directory.
   *
   * @throws IOException if the test case's files are above the ceiling: a judging error
   */
  Sandbox validate(Program program, ProblemLimits limits, TestCase test, Path feedback)
      throws IOException {
    ProblemLimits.Budget budget = limits.validation();
    return limited(base.bind(program.directory(), BOX), program, budget.memory(), budget.time())
        .wallTime(wall(budget.time()).plus(wall(limits.time())))
        .output(limits.validationOutput())
        .copyIn(test.input().path(), DATA + "/input.in")
        .copyIn(test.answer().path(), DATA + "/answer.ans")
        .tmpfs(FEEDBACK, limits.validationOutput())
        .copyOut(new CopyOut(FEEDBACK, feedback, limits.validationOutput(), 100));
  }

  /** Returns the command line of a validator. */
  static Command validator(Program program, ProblemLimits limits, TestCase test) {
    List<String> data = List.of(DATA + "/input.in", DATA + "/answer.ans", FEEDBACK + "/");
    Command command = command(program.command(limits.validation().memory(), data), program);
    return command.args(test.validatorArguments().toArray(String[]::new));
  }

  /** Returns the command line of a submission. */
  static Command submission(Program program, ProblemLimits limits, TestCase test) {
    return command(program.command(limits.memory(), test.arguments()), program);
  }

  /** Returns a command with {@code /box} as its working directory. */
  static Command command(List<String> words, Map<String, String> environment) {
    Command command = Command.of(words).in(BOX).env("HOME", "/tmp").env("LANG", "C.UTF-8");
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      command = command.env(variable.getKey(), variable.getValue());
    }
    return command;
  }

  private static Command command(List<String> words, Program program) {
    return command(words, program.environment());
  }

  private Sandbox limited(Sandbox box, Program program, MemorySize memory, Duration time) {
    Needs needs = program.needs();
    MemorySize total = sum(memory, needs.extraMemory());
    MemorySize stack = needs.stack().orElse(total);
    return withBinds(
        box.memory(total)
            .pids(needs.pids())
            .cpuTime(time)
            .stack(stack.compareTo(stackCeiling) < 0 ? stack : stackCeiling),
        program.binds());
  }

  /**
   * Returns the wall-clock limit for a CPU limit: twice that plus two seconds, which suffices for a
   * program that computes all the time and ends one that sleeps. It is multiplied if more rooms run
   * than the host has CPUs.
   */
  private Duration wall(Duration cpu) {
    return cpu.multipliedBy(2).plusSeconds(2).multipliedBy(crowding);
  }

  private static MemorySize sum(MemorySize a, MemorySize b) {
    return MemorySize.bytes(a.bytes() + b.bytes());
  }

  private static Sandbox filled(Sandbox room, List<SourceFile> files) {
    return copied(room.tmpfs(BOX, BUILD_SIZE), files, BOX);
  }

  private static Sandbox copied(Sandbox room, List<SourceFile> files, String directory) {
    Sandbox result = room;
    for (SourceFile file : files) {
      int mode = file.isExecutable() ? 0755 : 0644;
      result =
          result.copyIn(
              new CopyIn(new CopyIn.HostFile(file.path()), directory + "/" + file.name(), mode));
    }
    return result;
  }

  private static Sandbox withBinds(Sandbox room, List<String> binds) {
    Sandbox result = room;
    for (String bind : binds) {
      result = result.bind(Path.of(bind));
    }
    return result;
  }
}
