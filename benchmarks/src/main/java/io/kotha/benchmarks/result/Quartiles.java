package io.kotha.benchmarks.result;

import java.util.List;

/** The quartiles of a number of rounds. */
public record Quartiles(double lower, double median, double upper) {

  /** Returns the quartiles of at least one value; each is one of the values. */
  public static Quartiles of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int last = sorted.size() - 1;
    return new Quartiles(sorted.get(last / 4), sorted.get(last / 2), sorted.get(last - last / 4));
  }
}
