package io.kotha.benchmarks.probe;

import com.google.gson.Gson;
import io.kotha.benchmarks.result.Distribution;
import io.kotha.benchmarks.result.Figure;
import io.kotha.benchmarks.result.Pace;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The results of a measuring JVM, which it passes to its parent in a JSON file. */
public record Answer(List<Timed> timed, List<Figure> figures, List<Pace> paces) {

  /** The times of one subject. */
  public record Timed(SubjectName subject, Distribution times) {}

  Answer(List<Timed> timed, List<Figure> figures) {
    this(timed, figures, List.of());
  }

  static Answer of(Figure... figures) {
    return new Answer(List.of(), List.of(figures));
  }

  static Answer ofPaces(List<Pace> paces) {
    return new Answer(List.of(), List.of(), paces);
  }

  void write(String file) throws IOException {
    Files.writeString(Path.of(file), new Gson().toJson(this));
  }

  static Answer read(Path file) throws IOException {
    return new Gson().fromJson(Files.readString(file), Answer.class);
  }
}
