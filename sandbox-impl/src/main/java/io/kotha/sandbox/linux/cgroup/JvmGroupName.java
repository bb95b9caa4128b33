package io.kotha.sandbox.linux.cgroup;

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
 * The name of a JVM's group: it says who it is, so that what a dead one left can be told from what
 * a live one uses.
 *
 * @param pid as its pid namespace counts
 * @param startTicks when it started: a pid comes back, a pid with its start time does not
 * @param pidNamespace inode of its pid namespace. Containers may share a parent group, and in
 *     another one's {@code /proc} a live JVM would look dead
 * @param copy 0, or more where one JVM holds several (one for each class loader with Kotha in it)
 */
record JvmGroupName(long pid, long startTicks, long pidNamespace, int copy) {

  private static final Pattern DIRECTORY =
      Pattern.compile("jvm-(\\d{1,9})-(\\d{1,18})-(\\d{1,18})-(\\d{1,9})");

  private static final Pattern NAMESPACE_LINK = Pattern.compile("pid:\\[(\\d+)]");

  /** State and start time, counted from the state, in {@code /proc/PID/stat}. */
  private static final int START_FIELD = 22 - 3;

  /** Of this JVM. */
  static JvmGroupName current() {
    try {
      long pid = ProcessHandle.current().pid();
      Stat stat = Stat.of(pid).orElseThrow(() -> new IllegalStateException("/proc is not mounted"));
      return new JvmGroupName(pid, stat.startTicks(), ownPidNamespace(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

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

  /** Whether it is certain that no such JVM lives; when in doubt, it does. */
  boolean isDead() {
    try {
      if (pidNamespace != ownPidNamespace()) {
        return false; // cannot be seen from here
      }
      Optional<Stat> stat = Stat.of(pid);
      return stat.isEmpty() || stat.get().startTicks() != startTicks || stat.get().isZombie();
    } catch (IOException e) {
      return false;
    }
  }

  private static long ownPidNamespace() throws IOException {
    String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    Matcher matcher = NAMESPACE_LINK.matcher(link);
    if (!matcher.matches()) {
      throw new IOException("not a link to a pid namespace: " + link);
    }
    return Long.parseLong(matcher.group(1));
  }

  /**
   * What {@code /proc/PID/stat} tells.
   *
   * @param isZombie dead, with no thread left, and not yet waited for
   */
  record Stat(long startTicks, boolean isZombie) {

    /** Empty if there is no such process. */
    static Optional<Stat> of(long pid) throws IOException {
      Path process = Path.of("/proc", Long.toString(pid));
      try {
        String text = PseudoFile.read(process.resolve("stat").toString());
        return Optional.of(new Stat(startTicks(text), state(text) == 'Z' && !hasThreads(process)));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (IOException e) {
        // A process that ends between open and read gives ESRCH.
        if (Files.notExists(process)) {
          return Optional.empty();
        }
        throw e;
      }
    }

    /** The name in the second field may hold anything, blanks and parentheses too. */
    static long startTicks(String stat) {
      return Long.parseLong(fieldsFromState(stat)[START_FIELD]);
    }

    static char state(String stat) {
      return fieldsFromState(stat)[0].charAt(0);
    }

    private static String[] fieldsFromState(String stat) {
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    /** A main thread that has ended is a zombie too while the others run on. */
    private static boolean hasThreads(Path process) throws IOException {
      try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
        return tasks.count() > 1;
      }
    }
  }
}
