package io.kotha.sandbox.linux.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdSpaceTest {

  private static final List<IdRange> EVERYTHING = List.of(new IdRange(0, 4_294_967_295L));

  @Test
  void theWholeGap() {
    IdSpace space = IdSpace.of(List.of(), EVERYTHING, EVERYTHING);

    assertThat(space.ranges()).hasSize(4094);
    assertThat(space.ranges().get(0).first()).isEqualTo(0x7000_0000L);
    assertThat(space.ranges().get(4093).end()).isEqualTo(0x7ffe_0000L);
  }

  @Test
  void blocksCoverItOnce() {
    IdSpace space = IdSpace.of(List.of(), EVERYTHING, EVERYTHING);

    assertThat(IdSpace.blocks()).isEqualTo(64);
    assertThat(
            IntStream.range(0, IdSpace.blocks())
                .boxed()
                .flatMap(number -> space.block(number).stream()))
        .containsExactlyElementsOf(space.ranges());
  }

  @Test
  void whatIsGivenAwayIsLeftOut() {
    IdSpace space = IdSpace.of(List.of(new IdRange(0x7000_ffff, 2)), EVERYTHING, EVERYTHING);

    assertThat(space.ranges()).hasSize(4092);
    assertThat(space.block(0)).hasSize(62).allMatch(range -> range.first() >= 0x7002_0000L);
  }

  @Test
  void idsThatDoNotExistAreLeftOut() {
    List<IdRange> container = List.of(new IdRange(0, 65_536));

    assertThat(IdSpace.of(List.of(), container, EVERYTHING).ranges()).isEmpty();
    assertThat(IdSpace.of(List.of(), EVERYTHING, container).ranges()).isEmpty();
  }
}
