package io.kotha.sandbox.linux.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.PoolSettings;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PoolSizeTest {

  @Test
  void sizeDoublesWhenNoRoomIsReady() {
    PoolSize size = new PoolSize(PoolSettings.of(2).max(7));

    assertThat(size.now()).isEqualTo(2);
    size.taken(1);
    assertThat(size.now()).isEqualTo(2);
    size.taken(0);
    assertThat(size.now()).isEqualTo(4);
    size.taken(0);
    size.taken(0);
    assertThat(size.now()).isEqualTo(7);
  }

  @Test
  void alwaysReadyRoomsAreReleased() {
    PoolSize size = grownTo8();
    size.taken(8);
    size.taken(3); // Two rooms were left.
    size.taken(6);
    size.periodEnded(8);
    assertThat(size.now()).isEqualTo(6);
  }

  @Test
  void idlePeriodShrinksToTheMinimum() {
    PoolSize size = grownTo8();
    size.periodEnded(8);
    assertThat(size.now()).isEqualTo(2);
    assertThat(size.canShrink()).isFalse();
  }

  @Test
  void neededRoomsAreNotReleased() {
    PoolSize size = grownTo8();
    size.taken(8);
    size.taken(0);
    size.periodEnded(8);
    assertThat(size.now()).isEqualTo(8);
  }

  @Test
  void sizeGrowsFromZero() {
    PoolSize size = new PoolSize(PoolSettings.upTo(4));
    assertThat(size.now()).as("one room that shows whether a room can be built").isEqualTo(1);
    size.periodEnded(1);
    assertThat(size.now()).isZero();
    size.taken(0);
    assertThat(size.now()).isEqualTo(1);
  }

  @Property
  void sizeStaysWithinItsBounds(
      @ForAll @IntRange(max = 20) int fewest,
      @ForAll @IntRange(min = 1, max = 40) int more,
      @ForAll List<@IntRange(min = -1, max = 60) Integer> events) {
    PoolSize size = new PoolSize(PoolSettings.of(fewest + 1).max(fewest + more));
    for (int ready : events) {
      if (ready < 0) {
        size.periodEnded(size.now());
      } else {
        size.taken(Math.min(ready, size.now()));
      }
      assertThat(size.now()).isBetween(fewest + 1, fewest + more);
    }
  }

  @Test
  void invalidSettingsAreRefused() {
    assertThatThrownBy(() -> PoolSettings.of(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PoolSettings.of(4).max(3)).hasMessage("a pool of 4 to 3 rooms");
    assertThatThrownBy(() -> PoolSettings.of(4).idleTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PoolSize grownTo8() {
    PoolSize size = new PoolSize(PoolSettings.of(2).max(8));
    size.taken(0);
    size.taken(0);
    size.periodEnded(0);
    assertThat(size.now()).isEqualTo(8);
    return size;
  }
}
