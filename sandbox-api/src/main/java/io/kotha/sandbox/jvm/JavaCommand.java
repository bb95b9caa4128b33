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
 * A builder of commands for Java programs, with JVM flags that follow from the limits of a room. A
 * JVM in a room sees neither the memory limit nor the rate of processors, and by itself it sizes
 * its heap by the host. With these flags it collects garbage in time, and a program that fills its
 * heap ends with an {@code OutOfMemoryError} rather than a kill. Immutable.
 *
 * <pre>{@code
 * Sandbox sandbox = Sandbox.rootfs(Rootfs.host()).memory(MB(256)).pids(64).bind(classes, "/box");
 * JavaCommand java = JavaCommand.of(sandbox.limits());
 * SandboxResult result = sandbox.run(java.mainClass("/box", "Main"));
 * Verdict verdict = java.verdict(result);
 * }</pre>
 *
 * <p>The heap gets the rest of the memory limit after these parts: 12 MiB for the JVM itself; an
 * eighth of the limit for classes; a sixteenth each for compiled code and for direct buffers; a
 * 64th for the collector; one stack; and, for limits from 192 MiB, 48 MiB for the optimizing
 * compiler, which is off below. The heap is 23 MiB at a limit of 64 MB, 77 MiB at 128 MB and 119
 * MiB at 256 MB. Files in {@code /tmp} and the stacks of further threads also count to the room's
 * memory and have no part of their own. The main thread gets the stack limit; other threads get 1
 * MiB unless they ask for more. {@link #options} come last and override these rules.
 *
 * <p>A JVM reserves far more address space than it uses. It therefore does not start under {@link
 * Limits.Fallback#RLIMITS} with a memory limit on a host without a usable cgroup. It has about 18
 * threads of its own, which count to {@link Limits#pids}.
 *
 * @param limits limits of the room
 * @param java program of the JVM inside the room; {@code java} by default, which is searched along
 *     {@code PATH}
 * @param options further JVM options, which come last
 */
public record JavaCommand(Limits limits, String java, List<String> options) {

  /** The exit status of a JVM that ends by {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY_STATUS = 3;

  private static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError";
  private static final String NO_THREAD = OUT_OF_MEMORY + ": unable to create native thread";

  /** The JVM's own default on Linux. */
  private static final MemorySize DEFAULT_STACK = MemorySize.MiB(1);

  /** On some architecture, a JVM refuses a smaller stack. */
  private static final MemorySize SMALLEST_STACK = MemorySize.KiB(512);

  private static final MemorySize LARGEST_STACK = MemorySize.GiB(1);

  /** Copies the list. */
  public JavaCommand {
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(java, "java");
    options = List.copyOf(Objects.requireNonNull(options, "options"));
  }

  /** Returns a builder for rooms with these limits. */
  public static JavaCommand of(Limits limits) {
    return new JavaCommand(limits, "java", List.of());
  }

  /**
   * Returns a copy that runs another JVM.
   *
   * @param program path inside the room, or a name that is searched along {@code PATH}
   */
  public JavaCommand java(String program) {
    Objects.requireNonNull(program, "program");
    return new JavaCommand(limits, program, options);
  }

  /** Returns a copy with further JVM options, which override those that follow from the limits. */
  public JavaCommand options(String... more) {
    Objects.requireNonNull(more, "more");
    List<String> all = new ArrayList<>(options);
    all.addAll(Arrays.asList(more));
    return new JavaCommand(limits, java, all);
  }

  /**
   * Returns a command that runs a class.
   *
   * @param classPath directories and jars inside the room, separated by colons
   * @param name name of the class with the {@code main} method
   * @throws IllegalArgumentException as {@link #flags}
   */
  public Command mainClass(String classPath, String name, String... arguments) {
    Objects.requireNonNull(classPath, "classPath");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(arguments, "arguments");
    return command(List.of("-cp", classPath, name), arguments);
  }

  /**
   * Returns a command that runs a jar whose manifest names the main class.
   *
   * @param path path of the jar inside the room
   * @throws IllegalArgumentException as {@link #flags}
   */
  public Command jar(String path, String... arguments) {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(arguments, "arguments");
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
   * Returns the options of a JVM under these limits, {@link #options} last.
   *
   * @throws IllegalArgumentException if the memory limit leaves less than 8 MiB of heap, as it does
   *     below 48 MB, or if the stack limit is below 512 KiB, which is too small for a JVM
   */
  public List<String> flags() {
    List<String> flags = new ArrayList<>();
    // The collector with the least memory and a single thread.
    flags.add("-XX:+UseSerialGC");
    flags.add("-XX:-UsePerfData"); // a file in /tmp, which counts to the room's memory
    flags.add("-XX:+ExitOnOutOfMemoryError");
    flags.add(
        "-XX:+DisplayVMOutputToStderr"); // keep the JVM's messages out of the program's stdout
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
      // -Xss is meant for the main thread, but would apply to all others too. With transparent huge
      // pages always on, the first touch of such a large stack takes a huge page.
      flags.add("-XX:ThreadStackSize=1024");
    }
    processors().ifPresent(n -> flags.add("-XX:ActiveProcessorCount=" + n));
    flags.addAll(options);
    return List.copyOf(flags);
  }

  /**
   * Returns the largest heap under the memory limit. Empty without a limit: the JVM then takes up
   * to a quarter of the host's memory.
   *
   * @throws IllegalArgumentException as {@link #flags}
   */
  public Optional<MemorySize> heap() {
    return memory().map(JavaMemory::heap);
  }

  /**
   * Returns the verdict on a run of such a command. It is {@link Verdict.MemoryExceeded} if the
   * room has a memory limit and the JVM ended itself because its heap or another part of its memory
   * was full; else it is the result's own verdict.
   *
   * <p>The sign is exit status 3 together with the JVM's message about the {@code OutOfMemoryError}
   * on a captured stream. A program could imitate both and would only harm its own verdict. An
   * {@code OutOfMemoryError} because no thread could be created does not count.
   */
  public Verdict verdict(SandboxResult result) {
    Objects.requireNonNull(result, "result");
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

  /**
   * Returns the number of processors, rounded up. Empty without a limit, and for whole cores
   * without a rate, whose affinity the JVM sees by itself.
   */
  private OptionalInt processors() {
    Double rate = limits.cpu().rate();
    int byRate = rate == null ? Integer.MAX_VALUE : (int) Math.ceil(rate);
    CpuSet cpus = limits.cpu().cpus();
    int bySet = Integer.MAX_VALUE;
    if (cpus instanceof CpuSet.Listed listed) {
      bySet = listed.cpus().numbers().size();
    } else if (cpus instanceof CpuSet.WholeCores cores && rate != null) {
      bySet = cores.count(); // one thread on each: only the host knows how many threads a core has
    }
    int least = Math.min(byRate, bySet);
    return least == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(least);
  }

  private static String kibibytes(MemorySize size) {
    return (size.bytes() >> 10) + "k";
  }
}
