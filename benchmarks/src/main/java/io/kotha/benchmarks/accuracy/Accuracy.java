package io.kotha.benchmarks.accuracy;

import io.kotha.examples.html.PlainOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command of {@code bin/accuracy}: {@code Accuracy [--quick] FILE} measures the error of the
 * figures that a room reports.
 *
 * <p>It runs programs that use a given amount of memory or time and report the exact amount, and
 * writes that and the room's figures into a Markdown file. {@code --quick} makes fewer runs.
 */
public final class Accuracy {

  private static final String QUICK = "--quick";

  private final Path directory;
  private final int runs;
  private final int limitedRuns;

  private Accuracy(Path directory, boolean quick) {
    this.directory = directory;
    runs = quick ? 2 : 10;
    limitedRuns = quick ? 20 : 200;
  }

  /** Runs the command. */
  public static void main(String[] args) throws IOException, InterruptedException {
    PlainOutput.install();
    List<String> files = Stream.of(args).filter(arg -> !arg.equals(QUICK)).toList();
    if (files.size() != 1) {
      System.err.println("usage: accuracy [" + QUICK + "] FILE");
      System.exit(2);
    }
    boolean quick = files.size() < args.length;
    Path directory = Files.createTempDirectory("kotha-accuracy-");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Accuracy measuring = new Accuracy(directory, quick);
      String tables = measuring.tables();
      String command = quick ? "bin/accuracy " + QUICK : "bin/accuracy";
      Page.replace(
          Path.of(files.get(0)),
          "Measured "
              + LocalDate.now(ZoneOffset.UTC)
              + " by `"
              + command
              + "`, "
              + measuring.runs
              + " runs of each row.\n\n"
              + tables);
      System.out.print(tables);
    } finally {
      delete(directory);
    }
  }

  private String tables() throws IOException, InterruptedException {
    double loadBefore = HostFacts.load();
    Payload touch = Payload.compile("touch", sub("touch"));
    Payload burn = Payload.compile("burn", sub("burn"));
    Payload rest = Payload.compile("rest", sub("rest"));
    MemoryTable memory = new MemoryTable(touch, sub("files"), runs);
    TimeTables times = new TimeTables(burn, rest, runs);

    long footprint = memory.footprint();
    String text =
        "## Memory\n\n"
            + "A room whose program touches no memory peaks at "
            + Unit.MEMORY.write(footprint)
            + ".\n\n"
            + table(Unit.MEMORY, memory.rows())
            + ofLargeHeap(footprint)
            + "\n## Processor time\n\n"
            + table(Unit.TIME, times.cpu())
            + "\n## Wall time\n\n"
            + table(Unit.TIME, times.wall())
            + "\n## Beyond a limit on time\n\n"
            + new Overshoot(burn, rest, limitedRuns).markdown();
    return facts(loadBefore, HostFacts.load()) + text;
  }

  private String ofLargeHeap(long footprint) throws IOException, InterruptedException {
    return LargeHeap.fits()
        ? LargeHeap.row(sub("large"), runs, footprint).markdown()
        : "\nRooms of a JVM with a heap of 4 GiB were not measured: too little memory.\n";
  }

  private Path sub(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  private String facts(double loadBefore, double loadAfter) throws IOException {
    String load =
        "- load: "
            + HostFacts.write(loadBefore)
            + " before, "
            + HostFacts.write(loadAfter)
            + " after";
    String noise =
        HostFacts.isNoisy(loadBefore)
            ? "; **other programs were running, so the times are noisy**\n"
            : "\n";
    return HostFacts.lines(directory).stream()
            .map(line -> "- " + line + "\n")
            .collect(Collectors.joining())
        + load
        + noise
        + "\n";
  }

  private static String table(Unit unit, List<Row> rows) {
    return Row.head(unit) + rows.stream().map(Row::markdown).collect(Collectors.joining());
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}
