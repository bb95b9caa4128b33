package io.kotha.sandbox.linux.scenario;

import java.util.Collection;
import java.util.Set;

/** The features of the hosts of all lanes. @param available {@code LANE TAB FEATURE} */
public record LaneFeatures(Set<String> available) {

  static LaneFeatures of(Collection<String> available) {
    return new LaneFeatures(Set.copyOf(available));
  }

  /** Returns true if the skip names a feature and the host lacks it. */
  public boolean excuse(Ending skip) {
    return skip.lackingFeature()
        .map(feature -> !available.contains(skip.lane() + "\t" + feature))
        .orElse(false);
  }
}
