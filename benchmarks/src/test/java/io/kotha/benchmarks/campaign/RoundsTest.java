package io.kotha.benchmarks.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.benchmarks.result.LeftOut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

  /**
   * A turn that records the order of measurements.
   *
   * @param failsAt the number of the measurement that fails, counted over all turns; 0 for none
   */
  private record Noted(String label, List<String> order, int failsAt)
      implements Rounds.Turn<Integer> {

    @Override
    public Integer measure() throws IOException {
      order.add(label);
      if (order.size() == failsAt) {
        throw new IOException("no more\nof this");
      }
      return order.size();
    }

    /** Compares by identity, because the shared list changes. */
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return label.hashCode();
    }
  }

  @Test
  void firstTurnRotatesWithEachRound() throws Exception {
    List<String> order = new ArrayList<>();
    Rounds.run(
        "test", 3, List.of(noted("a", order, 0), noted("b", order, 0), noted("c", order, 0)));
    assertThat(order).containsExactly("a", "b", "c", "b", "c", "a", "c", "a", "b");
  }

  @Test
  void failedTurnIsDroppedAndReported() throws Exception {
    List<String> order = new ArrayList<>();
    Noted stays = noted("a", order, 0);
    Rounds<Noted, Integer> rounds = Rounds.run("test", 3, List.of(stays, noted("b", order, 2)));
    assertThat(order).containsExactly("a", "b", "a", "a");
    assertThat(rounds.values()).containsOnlyKeys(stays);
    assertThat(rounds.leftOut()).containsExactly(new LeftOut("test: b", "no more"));
  }

  private static Noted noted(String label, List<String> order, int failsAt) {
    return new Noted(label, order, failsAt);
  }
}
