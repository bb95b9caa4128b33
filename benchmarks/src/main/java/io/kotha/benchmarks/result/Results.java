package io.kotha.benchmarks.result;

import com.google.gson.Gson;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** All of one run of the benchmarks: what the JSON file holds, and every report is made from. */
public record Results(
    Setting setting,
    List<Entrant> entrants,
    List<Timing> timings,
    List<Rate> rates,
    List<Scale> scales,
    List<Pace> paces,
    List<Spread> spreads,
    List<Figure> figures,
    List<LeftOut> leftOut) {

  /** Writes the file. */
  public void write(Path file) throws IOException {
    Files.writeString(file, new Gson().toJson(this) + "\n");
  }

  /** Reads it again. */
  public static Results read(Path file) throws IOException {
    return new Gson().fromJson(Files.readString(file), Results.class);
  }

  /** The times of a subject, if it was measured. */
  public Optional<Timing> timing(SubjectName subject, int gapMillis) {
    return timings.stream()
        .filter(timing -> timing.subject().equals(subject) && timing.gapMillis() == gapMillis)
        .findFirst();
  }

  /** How many a second, if that was measured. */
  public Optional<Rate> rate(SubjectName subject, int callers) {
    return rates.stream()
        .filter(rate -> rate.subject().equals(subject) && rate.callers() == callers)
        .findFirst();
  }

  /** How much a second, if that was measured. */
  public Optional<Pace> pace(Course course, SubjectName subject) {
    return paces.stream()
        .filter(pace -> pace.course() == course && pace.subject().equals(subject))
        .findFirst();
  }

  /** Other times. */
  public Optional<Spread> spread(String key) {
    return spreads.stream().filter(spread -> spread.key().equals(key)).findFirst();
  }

  /** A number. */
  public Optional<Figure> figure(String key) {
    return figures.stream().filter(figure -> figure.key().equals(key)).findFirst();
  }

  /** The levels of an axis, of one subject, the smallest first. */
  public List<Scale> scale(Axis axis, SubjectName subject) {
    return scales.stream()
        .filter(scale -> scale.axis() == axis && scale.subject().equals(subject))
        .toList();
  }
}
