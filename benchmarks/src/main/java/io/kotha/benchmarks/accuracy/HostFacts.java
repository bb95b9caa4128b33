package io.kotha.benchmarks.accuracy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Facts about this host that a reader needs in order to judge the figures. */
public final class HostFacts {

  /** The load per processor above which other programs disturb the measurements. */
  private static final double QUIET = 0.5;

  private static final int MAX_BYTES = 1 << 16;

  private HostFacts() {}

  /** Returns one line for each fact. */
  public static List<String> lines(Path files) throws IOException {
    List<String> all = new ArrayList<>();
    all.add("kernel: Linux " + read("/proc/sys/kernel/osrelease"));
    all.add("cgroups: " + cgroups());
    all.add(
        Runtime.getRuntime().availableProcessors()
            + " processors, "
            + megabytes("MemTotal:") / 1024
            + " GiB, huge pages "
            + read("/sys/kernel/mm/transparent_hugepage/enabled"));
    all.add("JVM: " + System.getProperty("java.vm.version") + ", as " + user());
    all.add("files on disk: " + Files.getFileStore(files).type());
    return all;
  }

  /** Returns the load average of the last minute. */
  public static double load() throws IOException {
    return Double.parseDouble(read("/proc/loadavg").split(" ", 2)[0]);
  }

  /** Returns whether a load means that other programs were running. */
  public static boolean isNoisy(double load) {
    return load > QUIET * Runtime.getRuntime().availableProcessors();
  }

  /** Formats a load. */
  public static String write(double load) {
    return String.format(Locale.ROOT, "%.1f", load);
  }

  /** Returns the memory that is available without swapping, in MiB. */
  public static long availableMegabytes() throws IOException {
    return megabytes("MemAvailable:");
  }

  private static long megabytes(String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.substring(key.length()).replace("kB", "").strip()) / 1024;
      }
    }
    throw new IOException("/proc/meminfo has no " + key);
  }

  private static String cgroups() throws IOException {
    boolean v1 = false;
    boolean v2 = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      v1 |= line.contains(" - cgroup ") && line.endsWith("memory");
      v2 |= line.contains(" - cgroup2 ");
    }
    return v1 ? v2 ? "v1 for memory, beside a v2 tree" : "v1" : v2 ? "v2" : "none";
  }

  private static String user() {
    return "root".equals(System.getProperty("user.name")) ? "root" : "an ordinary user";
  }

  /**
   * Reads a file by one large read. {@link Files#readString} first reads one byte of a file whose
   * size is 0, and a numeric sysctl below {@code /proc/sys} returns EOF at any offset other than 0,
   * so that only its first digit is read (kernel {@code kernel/sysctl.c}, {@code proc_dointvec}).
   */
  static String read(String file) throws IOException {
    byte[] buffer = new byte[MAX_BYTES];
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      int length = in.read(buffer);
      return new String(buffer, 0, Math.max(0, length), StandardCharsets.UTF_8).strip();
    }
  }
}
