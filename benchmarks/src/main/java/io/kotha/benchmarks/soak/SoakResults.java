package io.kotha.benchmarks.soak;

import io.kotha.benchmarks.result.Setting;
import java.util.List;

/** All of a soak: what its JSON file holds. */
record SoakResults(Setting setting, List<Phase> phases) {

  boolean grew() {
    return phases.stream().flatMap(phase -> Growth.of(phase).stream()).anyMatch(Growth::grew);
  }
}
