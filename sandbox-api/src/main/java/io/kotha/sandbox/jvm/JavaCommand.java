package io.kotha.sandbox.jvm;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxResult;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.limits.CpuSet;
import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.stats.Evidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes the command of a Java program out of the limits of the room it is to run in. A JVM in a
 * room sees neither the memory limit nor the rate of processors, and would size itself by the
 * host's: told them, it collects garbage in time, and a program that fills its heap ends with an
 * {@code OutOfMemoryError} rather than a kill.
 *
 * <pre>{@code
 * Sandbox sandbox = Sandbox.rootfs(Rootfs.host()).memory(MB(256)).pids(64).bind(classes, "/box");
 * JavaCommand java = JavaCommand.of(sandbox.spec().limits());
 * SandboxResult result = sandbox.run(java.mainClass("/box", "Main"));
 * Verdict verdict = java.verdict(result);
 * }</pre>
 *
 * <p>The heap is what a memory limit leaves after: 12 MiB for the JVM itself; an eighth for
 * classes; a sixteenth each for compiled code and for direct buffers; a 64th for the collector; one
 * stack; and from 192 MiB up, 48 MiB for the optimizing compiler, which is off below. That is 23
 * MiB of heap at 64 MB, 77 at 128 MB and 119 at 256 MB. What else fills the room's memory is the
 * program's to fit in: files in {@code /tmp}, and the stacks of threads it starts. A stack limit is
 * what its main thread gets; other threads get 1 MiB, if they do not ask for more. The rules may be
 * changed by {@link #options}, which come last and prevail.
 *
 * <p>A JVM reserves far more address space than it uses: under {@link Limits.Fallback#RLIMITS} with
 * a memory limit, where there is no cgroup, it does not start. It has a dozen and a half threads of
 * its own, which count to {@link Limits#pids}.
 *
 * @param limits of the room
 * @param java the JVM's program inside the room, {@code java} by default: looked for along {@code
 *     PATH}
 * @param options further options of the JVM
 */
public record JavaCommand(Limits limits, String java, List<String> options) {

  /** What a JVM that ends by {@code ExitOnOutOfMemoryError} exits with. */
  private static final int OUT_OF_MEMORY_STATUS = 3;

  private static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError";
  private static final String NO_THREAD = OUT_OF_MEMORY + ": unable to create native thread";

  /** The JVM's own default on Linux. */
  private static final MemorySize DEFAULT_STACK = MemorySize.MiB(1);

  /** Refused below on some architecture. */
  private static final MemorySize SMALLEST_STACK = MemorySize.KiB(512);

  private static final MemorySize LARGEST_STACK = MemorySize.GiB(1);

  public JavaCommand {
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(java, "java");
    options = List.copyOf(options);
  }

  /** For a room with these limits. */
  public static JavaCommand of(Limits limits) {
    return new JavaCommand(limits, "java", List.of());
  }

  /** With another JVM. */
  public JavaCommand java(String program) {
    return new JavaCommand(limits, program, options);
  }

  /** Adds options, which prevail over those that the limits give. */
  public JavaCommand options(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(Arrays.asList(more));
    return new JavaCommand(limits, java, all);
  }

  /**
   * Runs a class.
   *
   * @param classPath directories and jars inside the room, colons between
   * @param name of the class with the {@code main} method
   * @throws IllegalArgumentException as {@link #flags}
   */
  public Command mainClass(String classPath, String name, String... arguments) {
    return command(List.of("-cp", classPath, name), arguments);
  }

  /**
   * Runs a jar that names its main class.
   *
   * @param path inside the room
   * @throws IllegalArgumentException as {@link #flags}
   */
  public Command jar(String path, String... arguments) {
    return command(List.of("-jar", path), arguments);
  }

  private Command command(List<String> program, String... arguments) {
    List<String> argv = new ArrayList<>();
    argv.add(java);
    argv.addAll(flags());
    argv.addAll(program);
    argv.addAll(Arrays.asList(arguments));
    return Command.of(argv);
  }

  /**
   * The options for a JVM of these limits, {@link #options} last.
   *
   * @throws IllegalArgumentException if the memory limit leaves next to no heap (below 48 MB), or
   *     the stack limit is below what a thread of a JVM needs, 512 KiB
   */
  public List<String> flags() {
    List<String> flags = new ArrayList<>();
    // One thread collects, without tables for many: the least memory, the fewest threads.
    flags.add("-XX:+UseSerialGC");
    flags.add("-XX:-UsePerfData"); // a file in /tmp, which counts to the room's memory
    flags.add("-XX:+ExitOnOutOfMemoryError");
    flags.add("-XX:+DisplayVMOutputToStderr"); // stdout is the program's alone
    memory()
        .ifPresent(
            memory -> {
              flags.add("-Xmx" + kibibytes(memory.heap()));
              flags.add("-XX:MaxMetaspaceSize=" + kibibytes(memory.metaspace()));
              flags.add("-XX:ReservedCodeCacheSize=" + kibibytes(memory.codeCache()));
              flags.add("-XX:MaxDirectMemorySize=" + kibibytes(memory.direct()));
              if (memory.compilers() == JavaMemory.Compilers.FIRST) {
                flags.add("-XX:TieredStopAtLevel=1");
              }
            });
    if (limits.process().stack() != null) {
      flags.add("-Xss" + kibibytes(stack()));
      // That is for the main thread; all others would get as much, and where huge pages are always
      // on
      // each takes one for the first word of its stack.
      flags.add("-XX:ThreadStackSize=1024");
    }
    processors().ifPresent(n -> flags.add("-XX:ActiveProcessorCount=" + n));
    flags.addAll(options);
    return List.copyOf(flags);
  }

  /**
   * The largest heap under the memory limit; empty without one, when the JVM takes a quarter of
   * what the host has.
   *
   * @throws IllegalArgumentException as {@link #flags}
   */
  public Optional<MemorySize> heap() {
    return memory().map(JavaMemory::heap);
  }

  /**
   * How a run of such a command ended: the result's verdict, but {@link Verdict.MemoryExceeded}
   * where the JVM ended itself because its heap, or one of its other parts, was full. What tells is
   * exit status 3 with the JVM's last words on one of the captured streams. (A program could say
   * them itself: no harm to anybody else.) An {@code OutOfMemoryError} for want of a thread is none
   * of memory.
   */
  public Verdict verdict(SandboxResult result) {
    MemorySize limit = limits.memory().max();
    if (limit != null
        && result.verdict() instanceof Verdict.Exited exited
        && exited.code() == OUT_OF_MEMORY_STATUS
        && (isOutOfMemory(result.stderr()) || isOutOfMemory(result.stdout()))) {
      Map<String, Long> counters = new LinkedHashMap<>(exited.evidence().counters());
      heap().ifPresent(heap -> counters.put("java:heap_max", heap.bytes()));
      return new Verdict.MemoryExceeded(limit, new Evidence(counters));
    }
    return result.verdict();
  }

  private static boolean isOutOfMemory(String output) {
    int at = output.lastIndexOf(OUT_OF_MEMORY);
    return at >= 0 && !output.startsWith(NO_THREAD, at);
  }

  private Optional<JavaMemory> memory() {
    MemorySize max = limits.memory().max();
    MemorySize high = limits.memory().high();
    MemorySize least = max == null || (high != null && high.compareTo(max) < 0) ? high : max;
    return least == null ? Optional.empty() : Optional.of(JavaMemory.of(least, stack()));
  }

  private MemorySize stack() {
    MemorySize stack = limits.process().stack();
    if (stack == null) {
      return DEFAULT_STACK;
    }
    if (stack.compareTo(SMALLEST_STACK) < 0) {
      throw new IllegalArgumentException(
          "a stack limit of " + stack + " is too small for a JVM: it needs " + SMALLEST_STACK);
    }
    return stack.compareTo(LARGEST_STACK) > 0 ? LARGEST_STACK : stack;
  }

  /** Rounded up; the JVM finds out by itself where nothing but whole cores is asked for. */
  private OptionalInt processors() {
    Double rate = limits.cpu().rate();
    int byRate = rate == null ? Integer.MAX_VALUE : (int) Math.ceil(rate);
    CpuSet cpus = limits.cpu().cpus();
    int bySet = Integer.MAX_VALUE;
    if (cpus instanceof CpuSet.Listed listed) {
      bySet = listed.cpus().numbers().size();
    } else if (cpus instanceof CpuSet.WholeCores cores && rate != null) {
      bySet = cores.count(); // one thread on each: how many a core has is the host's to know
    }
    int least = Math.min(byRate, bySet);
    return least == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(least);
  }

  private static String kibibytes(MemorySize size) {
    return (size.bytes() >> 10) + "k";
  }
}
