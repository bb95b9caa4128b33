package io.kotha.sandbox.linux.proc;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.inspect.RoomProcess;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lists the processes of a room.
 *
 * <p>A room's processes are those in its cgroup. The kernel keeps that list, no process can leave
 * it, and reading it costs as much as the room has processes. To find them by their pid namespace
 * would read a file of every process of the host, and the links to the namespaces of the room's
 * first process are closed to an ordinary user.
 *
 * <p>A pid that was read from the cgroup can be that of any process of the host when its files are
 * read. So each process is read between two looks at its start time, and the cgroup is read again
 * in between: a process with that start time was then in the room.
 */
public final class RoomProcesses {

  /** The most bytes of a command line that are read; a process may have megabytes of them. */
  static final int MAX_ARGUMENTS = 4096;

  private static final long OVERFLOW_UID = 65534;

  /** The index among {@code NSpid} of the room's namespace, a child of the JVM's. */
  private static final int IN_ROOM = 1;

  private final ProcFiles files;

  RoomProcesses(ProcFiles files) {
    this.files = files;
  }

  /** Returns the lister on this host's {@code /proc}. */
  public static RoomProcesses ofHost() {
    return new RoomProcesses(ProcFiles.ofHost());
  }

  /** Reads the host pids in the room's cgroup, in any order. */
  @FunctionalInterface
  public interface Members {
    /** Reads them now. */
    Set<Long> read() throws SandboxException;
  }

  /** A process after the first look. */
  private record Seen(ProcStat stat, ProcIds ids, String arguments) {}

  /**
   * Lists the processes by increasing pid.
   *
   * @throws SandboxException if {@code /proc} cannot be read, or as {@code members} throws it
   */
  public List<RoomProcess> list(Members members) throws SandboxException {
    Map<Long, Seen> seen = new LinkedHashMap<>();
    for (long pid : members.read()) {
      look(pid).ifPresent(process -> seen.put(pid, process));
    }
    Set<Long> still = members.read();
    addFirst(seen, still);
    Map<Long, ProcStat> stats = new HashMap<>();
    for (Map.Entry<Long, Seen> process : seen.entrySet()) {
      long pid = process.getKey();
      Optional<ProcStat> now = optional(pid, () -> stat(pid));
      if (still.contains(pid)
          && now.isPresent()
          && now.get().startTicks() == process.getValue().stat().startTicks()) {
        stats.put(pid, now.get());
      }
    }
    ProcessInspector.requireProc(files);
    return describe(seen, stats);
  }

  /**
   * Adds the room's first process where it is in none of the room's groups, as on a host without
   * cgroup v2: it is the parent of a program.
   */
  private void addFirst(Map<Long, Seen> seen, Set<Long> still) throws SandboxException {
    if (seen.values().stream().anyMatch(process -> process.ids().pids().get(IN_ROOM) == 1)) {
      return;
    }
    for (Seen process : List.copyOf(seen.values())) {
      long parent = process.stat().parent();
      Optional<Seen> first = seen.containsKey(parent) ? Optional.empty() : look(parent);
      if (first.isPresent() && first.get().ids().pids().get(IN_ROOM) == 1) {
        seen.put(parent, first.get());
        still.add(parent);
        return;
      }
    }
  }

  private Optional<Seen> look(long pid) throws SandboxException {
    return optional(
        pid,
        () -> {
          ProcStat stat = stat(pid);
          String path = pid + "/status";
          ProcIds ids = ProcIds.parse(files.text(path)).orElseThrow(() -> malformed(path));
          return ids.pids().size() > IN_ROOM
              ? new Seen(stat, ids, files.text(pid + "/cmdline", MAX_ARGUMENTS))
              : null; // a process of the host
        });
  }

  private List<RoomProcess> describe(Map<Long, Seen> seen, Map<Long, ProcStat> stats)
      throws SandboxException {
    if (stats.isEmpty()) {
      return List.of();
    }
    Instant boot = boot();
    IdMapText uids = uidMap(stats.keySet());
    List<RoomProcess> all = new ArrayList<>();
    stats.forEach(
        (hostPid, stat) -> {
          Seen process = seen.get(hostPid);
          if (process != null) {
            long pid = process.ids().pids().get(IN_ROOM);
            all.add(
                new RoomProcess(
                    pid,
                    hostPid,
                    pid == 1 ? 0 : parent(seen, stats, stat.parent()),
                    uids.inside(process.ids().uid()).orElse(OVERFLOW_UID),
                    CommandName.shown(stat.name()),
                    arguments(process.arguments()),
                    state(stat.state()),
                    time(stat.cpuTicks()),
                    process.ids().residentKiB() * 1024,
                    boot.plus(time(stat.startTicks()))));
          }
        });
    all.sort(Comparator.comparingLong(RoomProcess::pid));
    return List.copyOf(all);
  }

  /** A parent that is not listed has ended: the first process is the parent by now. */
  private static long parent(Map<Long, Seen> seen, Map<Long, ProcStat> stats, long hostPid) {
    Seen parent = stats.containsKey(hostPid) ? seen.get(hostPid) : null;
    return parent == null ? 1 : parent.ids().pids().get(IN_ROOM);
  }

  private static Duration time(long ticks) {
    return Duration.ofMillis(ticks * (1000 / ProcStat.TICKS));
  }

  private static List<String> arguments(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    String all = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    return List.of(all.split("\0", -1)).stream().map(CommandName::shown).toList();
  }

  private static RoomProcess.State state(char state) {
    return switch (state) {
      case 'R' -> RoomProcess.State.RUNNING;
      case 'S' -> RoomProcess.State.SLEEPING;
      case 'D' -> RoomProcess.State.BLOCKED;
      case 'T', 't' -> RoomProcess.State.STOPPED;
      case 'Z', 'X' -> RoomProcess.State.ENDED;
      default -> RoomProcess.State.OTHER;
    };
  }

  /** Reads the time from which the kernel counts the start of processes, as the JDK does. */
  private Instant boot() throws SandboxException {
    try {
      for (String line : PseudoFile.lines(files.text("stat"))) {
        if (line.matches("btime \\d{1,12}")) {
          return Instant.ofEpochSecond(Long.parseLong(line.substring(6)));
        }
      }
      throw malformed("stat");
    } catch (IOException e) {
      throw ProcessInspector.unreadable(e);
    }
  }

  /** Reads the map of the room's user namespace, which all its processes are in. */
  private IdMapText uidMap(Set<Long> pids) throws SandboxException {
    for (long pid : pids) {
      Optional<String> text = optional(pid, () -> files.text(pid + "/uid_map"));
      if (text.isPresent()) {
        return IdMapText.parse(text.get());
      }
    }
    return IdMapText.parse("");
  }

  private ProcStat stat(long pid) throws IOException {
    String path = pid + "/stat";
    return ProcStat.parse(files.text(path)).orElseThrow(() -> malformed(path));
  }

  /** A function that reads files of one process. */
  private interface Reading<T> {
    @org.jspecify.annotations.Nullable
    T read() throws IOException;
  }

  /**
   * Reads files of a process; empty if it has ended, or if this {@code /proc} does not show it to
   * the JVM. The JDK does not keep the errno: {@link ProcessInspector} tells the reasons apart in
   * the same way.
   */
  private <T> Optional<T> optional(long pid, Reading<T> reading) throws SandboxException {
    try {
      return Optional.ofNullable(reading.read());
    } catch (NoSuchFileException | AccessDeniedException e) {
      return Optional.empty();
    } catch (IOException e) {
      boolean refused =
          e instanceof FileSystemException
              && ProcessInspector.isReadable(files, ProcessInspector.OWN);
      if (refused || !files.exists(Long.toString(pid))) {
        return Optional.empty();
      }
      throw ProcessInspector.unreadable(e);
    }
  }

  private static IOException malformed(String path) {
    return ProcessInspector.malformed(path);
  }
}
