package io.kotha.sandbox.linux.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;
import static io.kotha.sandbox.seccomp.SyscallArgument.int64;
import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.seccomp.ArgumentCondition;
import io.kotha.sandbox.seccomp.ArgumentCondition.Operator;
import io.kotha.sandbox.seccomp.ArgumentCondition.Width;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class KnownBitsPropertyTest {

  @Property
  void decisionsAreCorrect(
      @ForAll long register,
      @ForAll long known,
      @ForAll Width width,
      @ForAll Operator operator,
      @ForAll long other,
      @ForAll long mask,
      @ForAll boolean alike) {
    boolean masked = operator == Operator.MASKED_EQ || operator == Operator.MASKED_NE;
    long bits = masked ? mask & width.bits() : width.bits();
    ArgumentCondition condition =
        new ArgumentCondition(3, width, operator, (alike ? register : other) & bits, bits);
    KnownBits knownBits = new KnownBits(known, register & known);
    knownBits
        .decide(condition)
        .ifPresent(decided -> assertThat(decided).isEqualTo(condition.holds(register)));
  }

  @Example
  void equalityDeterminesBits() {
    KnownBits mode = KnownBits.of(1, List.of(int32(1).hasNoneOf(06000), int32(0).is(9)));
    assertThat(mode.decide(int32(1).hasAnyOf(06000))).contains(false);
    assertThat(mode.decide(int32(1).is(04755))).contains(false);
    assertThat(mode.decide(int32(1).isNot(04755))).contains(true);
    assertThat(mode.decide(int32(1).is(0755))).isEmpty();
    assertThat(mode.decide(int64(1).isAbove(5))).isEmpty();
    assertThat(mode.decide(int32(1).hasAnyOf(06001))).isEmpty();
    KnownBits descriptor = KnownBits.of(0, List.of(int32(1).is(1), int32(0).is(9)));
    assertThat(descriptor.decide(int32(0).isAbove(5))).contains(true);
    assertThat(descriptor.decide(int64(0).is(9))).isEmpty();
  }
}
