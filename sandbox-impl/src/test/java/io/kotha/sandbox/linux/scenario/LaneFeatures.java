package io.kotha.sandbox.linux.scenario;

import java.util.Collection;
import java.util.Set;

/**
 * Records what the hosts of the lanes lack.
 *
 * @param lacking {@code LANE TAB FEATURE}
 */
public record LaneFeatures(Set<String> lacking) {

  static LaneFeatures of(Collection<String> lacking) {
    return new LaneFeatures(Set.copyOf(lacking));
  }

  /**
   * Returns whether a skip is justified: it names a feature that the lane looked for and did not
   * find. A name that the lane does not know justifies nothing.
   */
  public boolean excuse(Ending skip) {
    return skip.lackingFeature()
        .map(feature -> lacking.contains(skip.lane() + "\t" + feature))
        .orElse(false);
  }
}
