package io.kotha.sandbox.linux.verdict;

import io.kotha.sandbox.linux.wire.Moment;
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
   * @param moments by {@link Moment#index()}, nanoseconds; 0 if never reached
   */
  static SetupTimings of(List<Long> moments) {
    Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      int end = end(phase).index();
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
  private static Moment end(Phase phase) {
    return switch (phase) {
      case CLONE -> Moment.CLONED;
      case ID_MAPS -> Moment.MAPPED;
      case CGROUPS -> Moment.GROUPED;
      case FILES -> Moment.MOUNTED;
      case FORK -> Moment.FORKED;
      case PRIVILEGES -> Moment.WALLED;
      case FILTER -> Moment.READY;
      case WAITING -> Moment.ORDERED;
      case COMMAND -> Moment.EXECUTING;
      case END -> Moment.CONCLUDED; // before Moment.ENDED, the program ran
    };
  }
}
