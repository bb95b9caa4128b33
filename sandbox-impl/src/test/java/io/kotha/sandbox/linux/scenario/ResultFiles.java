package io.kotha.sandbox.linux.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that the lanes leave for a table: lines of one kind, in columns, and the features that
 * {@code inspect()} reported. Each lane writes into {@code target/KIND}; the table reads all
 * directories of that name below a directory.
 */
public final class ResultFiles {

  private static final String LINES = ".tsv";
  private static final String FEATURES = ".features";

  private final String kind;

  /** Creates the files of one kind. @param kind the name of their directory */
  public ResultFiles(String kind) {
    this.kind = kind;
  }

  /** Adds a line to this lane's file. */
  public synchronized void append(List<String> columns) {
    Path directory = Path.of("target", kind);
    String name = Lane.name() + "-" + Runtime.version().feature();
    Path features = directory.resolve(name + FEATURES);
    try {
      Files.createDirectories(directory);
      if (!Files.exists(features)) {
        Files.write(
            features,
            Features.all().entrySet().stream()
                .map(feature -> feature.getKey() + "\t" + (feature.getValue() ? "yes" : "no"))
                .toList());
      }
      Files.writeString(
          directory.resolve(name + LINES),
          String.join("\t", columns) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the lines of all lanes. */
  public List<List<String>> lines(Path directory) throws IOException {
    List<List<String>> all = new ArrayList<>();
    for (Path file : files(directory, LINES)) {
      Files.readAllLines(file).forEach(line -> all.add(List.of(line.split("\t", -1))));
    }
    return all;
  }

  /** Returns what each lane lacked. */
  public LaneFeatures features(Path directory) throws IOException {
    List<String> all = new ArrayList<>();
    for (Path file : files(directory, FEATURES)) {
      String lane = file.getFileName().toString().replaceAll("-\\d+\\" + FEATURES + "$", "");
      Files.readAllLines(file).stream()
          .filter(line -> line.endsWith("\tno"))
          .forEach(line -> all.add(lane + "\t" + line.substring(0, line.indexOf('\t'))));
    }
    return LaneFeatures.of(all);
  }

  private List<Path> files(Path directory, String suffix) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(f -> f.getFileName().toString().endsWith(suffix))
          .filter(f -> f.getParent().endsWith(kind))
          .sorted()
          .toList();
    }
  }
}
