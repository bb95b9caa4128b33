package io.kotha.sandbox.linux.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IdRangeTest {

  @Test
  void readsSubordinateIds() {
    String text = "tester:100000:65536\n# x:1:2\n1000:2000:10\nbroken\na:b:c\na:-1:5\na:5:0\n";

    assertThat(IdRange.ofSubordinates(text))
        .containsExactly(new IdRange(100_000, 65_536), new IdRange(2000, 10));
    assertThat(IdRange.ofSubordinates(text, List.of("nobody", "1000")))
        .containsExactly(new IdRange(2000, 10));
  }

  @Test
  void readsTheMapOfTheInitialUserNamespace() {
    assertThat(IdRange.ofMap("         0          0 4294967295\n"))
        .containsExactly(new IdRange(0, 4_294_967_295L));
  }

  @Test
  void adjoiningLinesOfAMapAreMerged() {
    assertThat(IdRange.ofMap("1 100000 65535\n0 1000 1\n70000 1 1\n"))
        .containsExactly(new IdRange(0, 65_536), new IdRange(70_000, 1));
  }

  @Test
  void detectsOverlap() {
    IdRange range = new IdRange(10, 10);

    assertThat(range.overlaps(new IdRange(19, 1))).isTrue();
    assertThat(range.overlaps(new IdRange(20, 1))).isFalse();
    assertThat(range.overlaps(new IdRange(0, 10))).isFalse();
    assertThat(range.overlaps(new IdRange(0, 11))).isTrue();
    assertThat(range.contains(new IdRange(10, 10))).isTrue();
    assertThat(range.contains(new IdRange(10, 11))).isFalse();
  }
}
