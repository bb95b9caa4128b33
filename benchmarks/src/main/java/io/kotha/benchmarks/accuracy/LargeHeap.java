package io.kotha.benchmarks.accuracy;

import io.kotha.sandbox.SandboxResult;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory row of a JVM with a touched heap of 4 GiB. A child inherits the peak resident set of
 * its parent across fork and exec (getrusage(2), {@code ru_maxrss}), which must not show in the
 * room's peak.
 */
final class LargeHeap {

  private static final String HEAP = "4g";
  private static final long HEAP_MEGABYTES = 4 << 10;
  private static final long BYTES = 10_000_000;

  private LargeHeap() {}

  /**
   * Runs in the JVM with the large heap: {@code LargeHeap DIRECTORY RUNS}; writes a peak per line.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Payload touch = Payload.compile("touch", Path.of(args[0]));
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      SandboxResult result = touch.run(touch.room(), "memory", BYTES);
      System.out.println(MemoryTable.peakOf(result.usage()));
    }
  }

  /**
   * Measures the row in a JVM with a large heap.
   *
   * @param directory an empty directory
   * @param footprint the peak of a room whose program touches no memory, in bytes
   */
  static Row row(Path directory, int runs, long footprint)
      throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>();
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.addAll(List.of("-Xms" + HEAP, "-Xmx" + HEAP, "-XX:+AlwaysPreTouch"));
    if (Runtime.version().feature() >= 24) {
      argv.add("--enable-native-access=ALL-UNNAMED");
    }
    argv.addAll(List.of("-cp", System.getProperty("java.class.path")));
    argv.addAll(List.of(LargeHeap.class.getName(), directory.toString(), "" + runs));
    Process jvm =
        new ProcessBuilder(argv)
            .redirectInput(new File("/dev/null"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jvm.waitFor() != 0) {
      throw new IOException("the JVM with a heap of " + HEAP + " failed");
    }
    List<Row.Run> all = text.lines().map(peak -> new Row.Run(BYTES, Long.parseLong(peak))).toList();
    String what = "touched by one process, started by a JVM with a heap of 4 GiB, all touched";
    return new Row(what, Unit.MEMORY, BYTES, all, footprint);
  }

  /** Returns whether this host has enough memory available. */
  static boolean fits() throws IOException {
    return HostFacts.availableMegabytes() > HEAP_MEGABYTES + HEAP_MEGABYTES / 4;
  }
}
