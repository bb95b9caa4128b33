package io.kotha.benchmarks.probe;

import io.kotha.benchmarks.result.Course;
import io.kotha.benchmarks.result.Pace;
import io.kotha.benchmarks.subject.SubjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An interleaved comparison: a room and a program without a room are measured once per round, in
 * alternating order. A first round is discarded, so that the JVM can compile the measured code.
 */
record Duel(Side room, Side bare) {

  /** One side of the comparison. */
  interface Side {

    /** Measures once. */
    double perSecond() throws IOException, InterruptedException;
  }

  List<Pace> fight(Course course, int rounds) throws IOException, InterruptedException {
    List<Double> ofRoom = new ArrayList<>();
    List<Double> ofBare = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      if (round % 2 == 0) {
        ofRoom.add(room.perSecond());
        ofBare.add(bare.perSecond());
      } else {
        ofBare.add(bare.perSecond());
        ofRoom.add(room.perSecond());
      }
    }
    return List.of(
        new Pace(course, SubjectName.PROCESS_BUILDER, ofBare.subList(1, ofBare.size())),
        new Pace(course, SubjectName.COLD, ofRoom.subList(1, ofRoom.size())));
  }
}
