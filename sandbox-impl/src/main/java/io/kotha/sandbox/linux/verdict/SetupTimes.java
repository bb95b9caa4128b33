package io.kotha.sandbox.linux.verdict;

import io.kotha.sandbox.stats.SetupTimings;
import io.kotha.sandbox.stats.SetupTimings.Phase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Turns the moments that the helper reports into the durations of the phases. */
final class SetupTimes {

  private SetupTimes() {}

  /**
   * Returns the duration of each phase that was reached.
   *
   * @param moments in the order of {@code enum kt_moment}, nanoseconds; 0 if never reached
   */
  static SetupTimings of(List<Long> moments) {
    Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      int end = end(phase);
      long from = moments.get(end - 1);
      long to = moments.get(end);
      if (from != 0 && to != 0) {
        // Two processes report the end of a phase and the start of the next, in either order.
        phases.put(phase, Duration.ofNanos(Math.max(0, to - from)));
      }
    }
    return new SetupTimings(phases);
  }

  /** Returns the moment at which a phase ends; it begins at the moment before. */
  private static int end(Phase phase) {
    return switch (phase) {
      case CLONE -> 1;
      case ID_MAPS -> 2;
      case CGROUPS -> 3;
      case FILES -> 4;
      case FORK -> 5;
      case PRIVILEGES -> 6;
      case FILTER -> 7;
      case WAITING -> 8;
      case COMMAND -> 9;
      case END -> 11; // moment 10, the end of the program, belongs to no phase of the setup
    };
  }
}
