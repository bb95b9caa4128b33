package io.kotha.sandbox.linux.cgroup;

import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.linux.proc.NamespaceLink;
import io.kotha.sandbox.linux.proc.ProcStat;
import io.kotha.sandbox.linux.sys.PseudoFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The name of a JVM's group. It identifies the JVM, so that other JVMs can tell the groups of dead
 * JVMs from those of live ones.
 *
 * @param pid the pid of the JVM in its own pid namespace
 * @param startTicks the start time in clock ticks since boot: pids are reused, but not with the
 *     same start time
 * @param pidNamespace the inode number of the JVM's pid namespace. Containers may share a parent
 *     group, and in the {@code /proc} of another container a live JVM would look dead
 * @param copy 0, or a higher number for further groups of the same JVM, which has one for each
 *     class loader with a copy of Kotha
 */
record JvmGroupName(long pid, long startTicks, long pidNamespace, int copy) {

  private static final Pattern DIRECTORY =
      Pattern.compile("jvm-(\\d{1,9})-(\\d{1,18})-(\\d{1,18})-(\\d{1,9})");

  /** Returns the name of this JVM's first group. */
  static JvmGroupName current() {
    try {
      long pid = ProcessHandle.current().pid();
      Stat stat = Stat.of(pid).orElseThrow(() -> new IllegalStateException("/proc is not mounted"));
      return new JvmGroupName(pid, stat.startTicks(), ownPidNamespace(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses the name of a directory; empty if it is not the group of a JVM. */
  static Optional<JvmGroupName> parse(String directoryName) {
    Matcher matcher = DIRECTORY.matcher(directoryName);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new JvmGroupName(
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            Long.parseLong(matcher.group(3)),
            Integer.parseInt(matcher.group(4))));
  }

  JvmGroupName withCopy(int value) {
    return new JvmGroupName(pid, startTicks, pidNamespace, value);
  }

  String directoryName() {
    return "jvm-" + pid + "-" + startTicks + "-" + pidNamespace + "-" + copy;
  }

  /** Returns whether the JVM is certainly dead. In case of doubt it counts as alive. */
  boolean isDead() {
    try {
      if (pidNamespace != ownPidNamespace()) {
        return false; // this JVM's /proc does not show that namespace
      }
      Optional<Stat> stat = Stat.of(pid);
      return stat.isEmpty() || stat.get().startTicks() != startTicks || stat.get().isZombie();
    } catch (IOException e) {
      return false;
    }
  }

  private static long ownPidNamespace() throws IOException {
    String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    return NamespaceLink.inode(Namespace.PID, link)
        .orElseThrow(() -> new IOException("not a link to a pid namespace: " + link));
  }

  /**
   * The relevant fields of {@code /proc/PID/stat}.
   *
   * @param startTicks the start time in clock ticks since boot
   * @param isZombie true if all threads have ended and the parent has not reaped the process
   */
  record Stat(long startTicks, boolean isZombie) {

    /** Reads the fields; empty if there is no such process. */
    static Optional<Stat> of(long pid) throws IOException {
      Path process = Path.of("/proc", Long.toString(pid));
      try {
        String path = process.resolve("stat").toString();
        ProcStat stat =
            ProcStat.parse(PseudoFile.read(path))
                .orElseThrow(() -> new IOException(path + " has an unknown format"));
        return Optional.of(new Stat(stat.startTicks(), stat.isZombie() && !hasThreads(process)));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (IOException e) {
        // The read fails with ESRCH if the process ends after the open.
        if (Files.notExists(process)) {
          return Optional.empty();
        }
        throw e;
      }
    }

    /** Returns whether other threads are left: a main thread that ends before them is a zombie. */
    private static boolean hasThreads(Path process) throws IOException {
      try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
        return tasks.count() > 1;
      }
    }
  }
}
