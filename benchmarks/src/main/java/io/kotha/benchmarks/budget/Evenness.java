package io.kotha.benchmarks.budget;

import static io.kotha.benchmarks.subject.SubjectName.COLD;
import static io.kotha.benchmarks.subject.SubjectName.PROCESS_BUILDER;

import io.kotha.benchmarks.result.Course;
import io.kotha.benchmarks.result.Pace;
import io.kotha.benchmarks.result.Quartiles;
import io.kotha.benchmarks.result.Results;
import java.util.Optional;

/** The budget of pipe throughput in a room, relative to pipes of a program without a room. */
final class Evenness {

  private static final double LEAST = 0.9;

  private Evenness() {}

  static BudgetRow row(Results results, Course course) {
    String promise = "≥ " + BudgetRow.number(LEAST) + " × without a room";
    Optional<Pace> room = results.pace(course, COLD);
    Optional<Pace> bare = results.pace(course, PROCESS_BUILDER);
    if (room.isEmpty() || bare.isEmpty()) {
      return BudgetRow.missing(course.label(), promise);
    }
    Quartiles ratio = room.get().against(bare.get());
    String measured =
        BudgetRow.number(ratio.median())
            + " × (half of the rounds "
            + BudgetRow.number(ratio.lower())
            + " to "
            + BudgetRow.number(ratio.upper())
            + "; "
            + BudgetRow.number(room.get().all().median())
            + " of "
            + BudgetRow.number(bare.get().all().median())
            + " "
            + course.unit()
            + ")";
    return BudgetRow.of(course.label(), promise, measured, ratio.median() >= LEAST);
  }
}
