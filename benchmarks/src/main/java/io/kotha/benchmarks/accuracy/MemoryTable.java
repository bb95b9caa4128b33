package io.kotha.benchmarks.accuracy;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.stats.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rows of peak memory, compared with the memory that a program touched. */
final class MemoryTable {

  private static final int[] MEGABYTES = {1, 10, 100};
  private static final int MEGABYTE = 1_000_000;
  private static final int CHILDREN = 8;

  private final Payload touch;
  private final Path files;
  private final int runs;

  /**
   * Creates the table.
   *
   * @param files an empty directory on a disk
   */
  MemoryTable(Payload touch, Path files, int runs) {
    this.touch = touch;
    this.files = files;
    this.runs = runs;
  }

  /** Measures all rows. */
  List<Row> rows() throws IOException, InterruptedException {
    Sandbox room = touch.room();
    Sandbox withFiles = room.bindWritable(files, "/files");
    List<Row> rows = new ArrayList<>();
    for (int megabytes : MEGABYTES) {
      long bytes = (long) megabytes * MEGABYTE;
      rows.add(row("touched by one process", bytes, n -> peak(room, "memory", n)));
      rows.add(
          row(
              "touched by " + CHILDREN + " children together",
              bytes,
              n -> peak(room, "children", n, CHILDREN)));
      rows.add(row("a file in `/tmp`", bytes, n -> peak(room, "write", n, "/tmp/file")));
      rows.add(
          row("a file written on disk", bytes, n -> peak(withFiles, "write", n, "/files/written")));
      rows.add(row("a file mapped, written", bytes, n -> peak(withFiles, "map", n, "/files/map")));
      rows.add(row("a file mapped, read", bytes, n -> peakOfReading(withFiles, n)));
    }
    return rows;
  }

  /** Returns the peak of a room whose program touches no memory, in bytes. */
  long footprint() throws IOException, InterruptedException {
    return idle(n -> peak(touch.room(), "memory", n));
  }

  /** A measurement of the peak of a program that touches a number of bytes. */
  private interface Peak {
    long of(long bytes) throws IOException, InterruptedException;
  }

  private Row row(String what, long bytes, Peak peak) throws IOException, InterruptedException {
    long idle = idle(peak);
    List<Row.Run> all = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      all.add(new Row.Run(bytes, peak.of(bytes)));
    }
    return new Row(what, Unit.MEMORY, bytes, all, idle);
  }

  private long idle(Peak peak) throws IOException, InterruptedException {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      all.add(peak.of(0));
    }
    return Row.median(all, Long::longValue);
  }

  private long peak(Sandbox room, Object... arguments) throws IOException, InterruptedException {
    return peakOf(touch.run(room, arguments).usage());
  }

  /** Measures reading. Cached pages are charged to their first reader, so the host evicts them. */
  private long peakOfReading(Sandbox room, long bytes) throws IOException, InterruptedException {
    Path file = files.resolve("read");
    touch.onHost("write", bytes, file);
    touch.onHost("evict", 0, file);
    return peak(room, "read", bytes, "/files/read");
  }

  static long peakOf(Usage usage) {
    return usage
        .peakMemoryBytes()
        .orElseThrow(() -> new IllegalStateException("this kernel does not count peak memory"));
  }
}
