package io.kotha.benchmarks.lineup;

import io.kotha.benchmarks.proc.ProcessFiles;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.TinyProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An observer of a running program's isolation. It reads {@code /proc} from outside, because an
 * isolator's flags do not prove that the isolation is in effect.
 */
final class Observer {

  private static final List<String> TYPES =
      List.of("mnt", "pid", "net", "uts", "ipc", "user", "cgroup", "time");

  private static final long TIMEOUT_SECONDS = 10;

  /** An unlimited cgroup v1 reports a value near {@code Long.MAX_VALUE}. */
  private static final long NO_LIMIT = 1L << 62;

  private Observer() {}

  /** Starts the pausing program, observes it, and kills it. */
  static Isolation look(Subject subject) throws IOException, InterruptedException {
    String mark = "kotha-bench-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    Process started = subject.startPausing(mark);
    try {
      ProcessFiles program = find(started, mark);
      try {
        return of(program);
      } finally {
        ProcessHandle.of(program.pid()).ifPresent(ProcessHandle::destroyForcibly);
        // The isolator cleans up only if it ends by itself.
        started.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      started.destroyForcibly().waitFor();
    }
  }

  private static ProcessFiles find(Process started, String mark)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (System.nanoTime() < deadline && started.isAlive()) {
      for (ProcessFiles process : ProcessFiles.all()) {
        if (isProgram(process, mark)) {
          return process;
        }
      }
      Thread.sleep(10);
    }
    throw new IOException("the program to observe did not appear within " + TIMEOUT_SECONDS + " s");
  }

  private static boolean isProgram(ProcessFiles process, String mark) {
    try {
      List<String> arguments = process.arguments();
      return arguments.size() == 2
          && arguments.get(0).endsWith(TinyProgram.PAUSE.path())
          && arguments.get(1).equals(mark);
    } catch (IOException e) {
      return false; // the process has just ended
    }
  }

  private static Isolation of(ProcessFiles program) throws IOException {
    ProcessFiles self = ProcessFiles.self();
    Map<String, String> own = new TreeMap<>();
    for (String type : TYPES) {
      if (!program.namespace(type).equals(self.namespace(type))) {
        own.put(type, type);
      }
    }
    Path root = Path.of("/proc/" + program.pid() + "/root");
    return new Isolation(
        List.copyOf(own.keySet()),
        !Files.isSameFile(root, Path.of("/")),
        isReadOnly(program),
        Long.bitCount(Long.parseUnsignedLong(program.status("CapEff"), 16)),
        program.status("NoNewPrivs").equals("1"),
        filters(program),
        Long.parseLong(program.status("Uid").split("\\s+", -1)[0]),
        limits(program));
  }

  /** Returns whether the root is read-only. The last mount at "/" hides the earlier ones. */
  private static boolean isReadOnly(ProcessFiles program) throws IOException {
    return program
        .read("mountinfo")
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields[4].equals("/"))
        .reduce((before, later) -> later)
        .map(fields -> fields[5])
        .filter(options -> List.of(options.split(",", -1)).contains("ro"))
        .isPresent();
  }

  private static int filters(ProcessFiles program) throws IOException {
    String count = program.status("Seccomp_filters");
    return count.isEmpty() ? 0 : Integer.parseInt(count);
  }

  private static List<String> limits(ProcessFiles program) throws IOException {
    String groups = program.read("cgroup");
    return Stream.of(
            limit(groups, "memory", "memory.limit_in_bytes", "memory.max"),
            limit(groups, "pids", "pids.max", "pids.max"),
            limit(groups, "cpu", "cpu.cfs_quota_us", "cpu.max"))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> limit(String groups, String controller, String v1, String v2) {
    return groups
        .lines()
        .map(line -> line.split(":", 3))
        .flatMap(
            field ->
                List.of(field[1].split(",", -1)).contains(controller)
                    ? Stream.of(Path.of("/sys/fs/cgroup", controller, field[2], v1))
                    : field[1].isEmpty()
                        ? Stream.of(Path.of("/sys/fs/cgroup", field[2], v2))
                        : Stream.empty())
        .filter(Observer::limits)
        .map(file -> controller)
        .findFirst();
  }

  private static boolean limits(Path file) {
    try {
      String value = Files.readString(file).strip().split(" ", 2)[0];
      return !value.equals("max") && !value.startsWith("-") && Long.parseLong(value) < NO_LIMIT;
    } catch (IOException e) {
      return false; // without a readable file, no limit is observed
    }
  }
}
