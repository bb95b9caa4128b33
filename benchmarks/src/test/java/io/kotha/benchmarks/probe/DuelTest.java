package io.kotha.benchmarks.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.benchmarks.result.Course;
import io.kotha.benchmarks.result.Pace;
import io.kotha.benchmarks.subject.SubjectName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuelTest {

  @Test
  void orderAlternatesAndFirstRoundIsDiscarded() throws Exception {
    List<String> turns = new ArrayList<>();
    Duel duel = new Duel(() -> turn(turns, "room"), () -> turn(turns, "bare"));
    assertThat(duel.fight(Course.STDIN, 2))
        .containsExactly(
            new Pace(Course.STDIN, SubjectName.PROCESS_BUILDER, List.of(3.0, 6.0)),
            new Pace(Course.STDIN, SubjectName.COLD, List.of(4.0, 5.0)));
    assertThat(turns).containsExactly("room", "bare", "bare", "room", "room", "bare");
  }

  private static double turn(List<String> turns, String who) {
    turns.add(who);
    return turns.size();
  }
}
