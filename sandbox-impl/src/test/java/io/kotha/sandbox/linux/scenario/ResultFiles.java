package io.kotha.sandbox.linux.scenario;

import io.kotha.sandbox.HostReport.Feature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that the lanes leave for the table: outcomes, and what {@code inspect()} said there.
 */
final class ResultFiles {

  private static final String OUTCOMES = ".tsv";
  private static final String FEATURES = ".features";

  private ResultFiles() {}

  /** Where this JVM writes; {@code -Dio.kotha.scenarios.dir}, or {@code target/scenarios}. */
  static Path directory() {
    return Path.of(System.getProperty("io.kotha.scenarios.dir", "target/scenarios"));
  }

  static synchronized void append(Outcome outcome) {
    try {
      Files.createDirectories(directory());
      Path features = own(FEATURES);
      if (!Files.exists(features)) {
        Files.write(
            features, Features.report().features().stream().map(ResultFiles::featureLine).toList());
      }
      Files.writeString(
          own(OUTCOMES),
          outcome.toLine() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Outcome> outcomes(Path directory) throws IOException {
    List<Outcome> all = new ArrayList<>();
    for (Path file : files(directory, OUTCOMES)) {
      Files.readAllLines(file).forEach(line -> all.add(Outcome.parse(line)));
    }
    return all;
  }

  /** Lines {@code lane TAB feature}, for each feature that a lane had. */
  static List<String> available(Path directory) throws IOException {
    List<String> all = new ArrayList<>();
    for (Path file : files(directory, FEATURES)) {
      String lane = file.getFileName().toString().replaceAll("-\\d+\\" + FEATURES + "$", "");
      Files.readAllLines(file).stream()
          .filter(line -> line.endsWith("\tyes"))
          .forEach(line -> all.add(lane + "\t" + line.substring(0, line.indexOf('\t'))));
    }
    return all;
  }

  private static String featureLine(Feature feature) {
    return feature.name() + "\t" + (feature.available() ? "yes" : "no");
  }

  private static Path own(String suffix) {
    return directory().resolve(Lane.name() + "-" + Runtime.version().feature() + suffix);
  }

  /** Lanes are kept in folders of their own. */
  private static List<Path> files(Path directory, String suffix) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(f -> f.getFileName().toString().endsWith(suffix)).sorted().toList();
    }
  }
}
