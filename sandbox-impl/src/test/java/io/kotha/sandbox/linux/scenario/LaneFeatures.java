package io.kotha.sandbox.linux.scenario;

import java.util.Collection;
import java.util.Set;

/**
 * What the hosts of the lanes have.
 *
 * @param available {@code LANE TAB FEATURE}
 */
public record LaneFeatures(Set<String> available) {

  static LaneFeatures of(Collection<String> available) {
    return new LaneFeatures(Set.copyOf(available));
  }

  /** A skip must name a feature, and the host must really lack it. */
  public boolean excuse(Ending skip) {
    return skip.lackingFeature()
        .map(feature -> !available.contains(skip.lane() + "\t" + feature))
        .orElse(false);
  }
}
