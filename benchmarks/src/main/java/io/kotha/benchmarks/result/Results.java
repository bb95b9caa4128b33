package io.kotha.benchmarks.result;

import com.google.gson.Gson;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The results of a run of the benchmarks: the content of its JSON file, from which reports are
 * made.
 */
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

  /** Writes the results to a JSON file. */
  public void write(Path file) throws IOException {
    Files.writeString(file, new Gson().toJson(this) + "\n");
  }

  /** Reads results from a JSON file. */
  public static Results read(Path file) throws IOException {
    return new Gson().fromJson(Files.readString(file), Results.class);
  }

  /** Returns the times of a subject, if they were measured. */
  public Optional<Timing> timing(SubjectName subject, int gapMillis) {
    return timings.stream()
        .filter(timing -> timing.subject().equals(subject) && timing.gapMillis() == gapMillis)
        .findFirst();
  }

  /** Returns the throughput of a subject, if it was measured. */
  public Optional<Rate> rate(SubjectName subject, int callers) {
    return rates.stream()
        .filter(rate -> rate.subject().equals(subject) && rate.callers() == callers)
        .findFirst();
  }

  /** Returns the pace of a subject, if it was measured. */
  public Optional<Pace> pace(Course course, SubjectName subject) {
    return paces.stream()
        .filter(pace -> pace.course() == course && pace.subject().equals(subject))
        .findFirst();
  }

  /** Returns the spread with a key, if it was measured. */
  public Optional<Spread> spread(String key) {
    return spreads.stream().filter(spread -> spread.key().equals(key)).findFirst();
  }

  /** Returns the figure with a key, if it was measured. */
  public Optional<Figure> figure(String key) {
    return figures.stream().filter(figure -> figure.key().equals(key)).findFirst();
  }

  /** Returns a subject's measurements at the levels of an axis, the smallest level first. */
  public List<Scale> scale(Axis axis, SubjectName subject) {
    return scales.stream()
        .filter(scale -> scale.axis() == axis && scale.subject().equals(subject))
        .toList();
  }
}
