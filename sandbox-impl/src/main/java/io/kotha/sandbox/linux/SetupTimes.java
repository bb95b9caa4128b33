package io.kotha.sandbox.linux;

import io.kotha.sandbox.Setup;
import io.kotha.sandbox.Setup.Part;
import io.kotha.sandbox.linux.wire.Moment;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The moments that the helper reports, as stretches of time. */
final class SetupTimes {

  private static final int ENDED = Moment.ENDED.index();

  private SetupTimes() {}

  /**
   * The time of each part.
   *
   * @param moments in the order of {@code enum kt_moment}; 0: never
   */
  static Setup of(List<Long> moments) {
    Map<Part, Duration> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      int end = part == Part.END ? ENDED + 1 : part.ordinal() + 1;
      long from = moments.get(end - 1);
      long to = moments.get(end);
      if (from != 0 && to != 0) {
        // Two processes may tell of the end of one part and of the next in either order.
        parts.put(part, Duration.ofNanos(Math.max(0, to - from)));
      }
    }
    return new Setup(parts);
  }
}
