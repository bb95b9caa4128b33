package io.kotha.benchmarks.result;

import java.util.List;

/** The middle of many rounds, and what half of them lie between. */
public record Quartiles(double lower, double median, double upper) {

  /** Of at least one. */
  public static Quartiles of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int last = sorted.size() - 1;
    return new Quartiles(sorted.get(last / 4), sorted.get(last / 2), sorted.get(last - last / 4));
  }
}
