package io.kotha.benchmarks.soak;

import io.kotha.benchmarks.result.Setting;
import java.util.List;

/** The results of a soak test: the content of its JSON file. */
record SoakResults(Setting setting, List<Phase> phases) {

  boolean grew() {
    return phases.stream().flatMap(phase -> Growth.of(phase).stream()).anyMatch(Growth::grew);
  }
}
