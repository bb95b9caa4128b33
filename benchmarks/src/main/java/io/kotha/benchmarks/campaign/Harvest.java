package io.kotha.benchmarks.campaign;

import io.kotha.benchmarks.result.Figure;
import io.kotha.benchmarks.result.LeftOut;
import io.kotha.benchmarks.result.Pace;
import io.kotha.benchmarks.result.Rate;
import io.kotha.benchmarks.result.Scale;
import io.kotha.benchmarks.result.Spread;
import io.kotha.benchmarks.result.Timing;
import java.util.ArrayList;
import java.util.List;

/** The results collected so far; mutable lists. */
record Harvest(
    List<Timing> timings,
    List<Rate> rates,
    List<Scale> scales,
    List<Pace> paces,
    List<Spread> spreads,
    List<Figure> figures,
    List<LeftOut> leftOut) {

  Harvest() {
    this(
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }
}
