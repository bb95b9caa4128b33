package io.kotha.sandbox.linux.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdSpaceTest {

  private static final List<IdRange> EVERYTHING = List.of(new IdRange(0, 4_294_967_295L));

  @Test
  void spaceCoversTheWholeGap() {
    IdSpace space = IdSpace.of(List.of(), EVERYTHING, EVERYTHING);

    assertThat(space.ranges()).hasSize(4030);
    assertThat(space.ranges().get(0).first()).isEqualTo(0x7000_0000L);
    assertThat(space.ranges()).allMatch(range -> range.end() <= 0x7ffe_0000L);
  }

  @Test
  void blocksCoverTheSpaceOnce() {
    IdSpace space = IdSpace.of(List.of(), EVERYTHING, EVERYTHING);

    assertThat(IdSpace.blocks()).isEqualTo(64);
    assertThat(
            IntStream.range(0, IdSpace.blocks())
                .boxed()
                .flatMap(number -> space.block(number).stream()))
        .containsExactlyElementsOf(space.ranges());
  }

  @Test
  void noTwoBlocksOverlap() {
    List<IdRange> ranges = IdSpace.of(List.of(), EVERYTHING, EVERYTHING).ranges();

    assertThat(IntStream.range(1, ranges.size()))
        .allMatch(i -> ranges.get(i - 1).end() <= ranges.get(i).first());
  }

  /** Uses {@code __uidhashfn} of the kernel's {@code kernel/user.c}. */
  @Test
  void kernelTreatsBlocksAsDistinct() {
    List<IdRange> ranges = IdSpace.of(List.of(), EVERYTHING, EVERYTHING).ranges();

    assertThat(
            ranges.stream()
                .map(range -> ((range.first() >> 7) + range.first()) & 127)
                .collect(Collectors.groupingBy(list -> list, Collectors.counting()))
                .values())
        .hasSize(63)
        .allMatch(inOneList -> inOneList <= ranges.size() / 32);
  }

  @Test
  void delegatedRangesAreLeftOut() {
    IdSpace space = IdSpace.of(List.of(new IdRange(0x7000_ffff, 2)), EVERYTHING, EVERYTHING);

    assertThat(space.ranges()).hasSize(4029);
    assertThat(space.block(0)).hasSize(62).allMatch(range -> range.first() >= 0x7001_0001L);
  }

  @Test
  void unmappedIdsAreLeftOut() {
    List<IdRange> container = List.of(new IdRange(0, 65_536));

    assertThat(IdSpace.of(List.of(), container, EVERYTHING).ranges()).isEmpty();
    assertThat(IdSpace.of(List.of(), EVERYTHING, container).ranges()).isEmpty();
  }
}
