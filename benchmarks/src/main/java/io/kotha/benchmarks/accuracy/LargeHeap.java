package io.kotha.benchmarks.accuracy;

import io.kotha.sandbox.SandboxResult;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory row of a JVM whose heap is 4 GB and touched: the resident set of a parent is inherited
 * over fork and exec, and must not be seen in the peak of a room.
 */
final class LargeHeap {

  private static final String HEAP = "4g";
  private static final long HEAP_MEGABYTES = 4 << 10;
  private static final long BYTES = 10_000_000;

  private LargeHeap() {}

  /** In the JVM with the heap: {@code LargeHeap DIRECTORY RUNS}; writes a peak a line. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Payload touch = Payload.compile("touch", Path.of(args[0]));
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      SandboxResult result = touch.run(touch.room(), "memory", BYTES);
      System.out.println(MemoryTable.peakOf(result.usage()));
    }
  }

  /**
   * The row, measured in such a JVM.
   *
   * @param directory an empty one
   * @param footprint the peak of a room in which nothing is touched
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

  /** Whether this machine has the memory to spare. */
  static boolean fits() throws IOException {
    return HostFacts.availableMegabytes() > HEAP_MEGABYTES + HEAP_MEGABYTES / 4;
  }
}
