package io.kotha.examples.grader.judge;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rooms that programs are compiled, run and validated in: each its own, with the host's tools
 * to read, {@code /box} to work in, and nothing else.
 */
final class Rooms {

  static final String BOX = "/box";
  static final String FEEDBACK = "/feedback";
  private static final String DATA = "/data";

  /** Room for what a compiler writes, counted to its memory. */
  private static final MemorySize BUILD_SIZE = MemorySize.MiB(512);

  private static final int BUILD_FILES = 10_000;
  private static final MemorySize BUILD_OUTPUT = MemorySize.MiB(8);
  private static final int BUILD_PIDS = 256;
  private static final int OPEN_FILES = 512;

  private final Sandbox base;
  private final int crowding;
  private final MemorySize stackCeiling = StackCeiling.ofHost();

  /**
   * @param fallback what to do where no cgroup can be had
   * @param jobs how many rooms are at work at one time
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

  /** A room to compile in, with the source in its box, which is taken out at the end. */
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

  /** A room to run a submission in. */
  Sandbox run(Program program, Problem problem, TestCase test) {
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

  /** A room to run a validator in, with the test case to read and a feedback directory. */
  Sandbox validate(Program program, ProblemLimits limits, TestCase test, Path feedback) {
    ProblemLimits.Budget budget = limits.validation();
    return limited(base.bind(program.directory(), BOX), program, budget.memory(), budget.time())
        .wallTime(wall(budget.time()).plus(wall(limits.time())))
        .output(limits.validationOutput())
        .copyIn(test.input(), DATA + "/input.in")
        .copyIn(test.answer(), DATA + "/answer.ans")
        .tmpfs(FEEDBACK, limits.validationOutput())
        .copyOut(new CopyOut(FEEDBACK, feedback, limits.validationOutput(), 100));
  }

  /** The command line of a validator in its room. */
  static Command validator(Program program, ProblemLimits limits, TestCase test) {
    List<String> data = List.of(DATA + "/input.in", DATA + "/answer.ans", FEEDBACK + "/");
    Command command = command(program.command(limits.validation().memory(), data), program);
    return command.args(test.validatorArguments().toArray(String[]::new));
  }

  /** The command line of a submission in its room. */
  static Command submission(Program program, ProblemLimits limits, TestCase test) {
    return command(program.command(limits.memory(), test.arguments()), program);
  }

  /** A command in the box. */
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
   * Twice the processor time and a little more: enough for a program that computes all the time,
   * and an end for one that sleeps. More where more rooms are at work than there are processors.
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
      int mode = Files.isExecutable(file.path()) ? 0755 : 0644;
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
