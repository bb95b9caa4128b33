package io.kotha.benchmarks.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader has to know of the machine to judge the figures. */
public final class HostFacts {

  /** Above this share of the processors, others were at work. */
  private static final double QUIET = 0.5;

  private HostFacts() {}

  /** One line for each. */
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

  /** Average number of processes at work in the last minute. */
  public static double load() throws IOException {
    return Double.parseDouble(read("/proc/loadavg").split(" ", 2)[0]);
  }

  /** Whether others worked on the machine when the load was this. */
  public static boolean isNoisy(double load) {
    return load > QUIET * Runtime.getRuntime().availableProcessors();
  }

  /** For people. */
  public static String write(double load) {
    return String.format(Locale.ROOT, "%.1f", load);
  }

  /** Memory that programs may have without others giving any back. */
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

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file)).strip();
  }
}
