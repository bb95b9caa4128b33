package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;
import static io.kotha.sandbox.seccomp.SyscallArgument.int64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.seccomp.ArgumentCondition.Operator;
import io.kotha.sandbox.seccomp.ArgumentCondition.Width;
import org.junit.jupiter.api.Test;

class ArgumentConditionTest {

  private static final long HIGH = 0x7_0000_0000L;

  @Test
  void intsIgnoreTheHighHalf() {
    assertThat(int32(0).is(16).holds(HIGH | 16)).isTrue();
    assertThat(int32(0).isNot(16).holds(HIGH | 16)).isFalse();
    assertThat(int32(0).is(-1).holds(0xffff_ffffL)).isTrue();
    assertThat(int32(0).is(-1)).isEqualTo(int32(0).is(0xffff_ffffL));
    assertThat(int64(0).is(16).holds(HIGH | 16)).isFalse();
  }

  @Test
  void orderIsUnsigned() {
    assertThat(int32(0).isBelow(10).holds(-1)).isFalse();
    assertThat(int64(0).isAbove(10).holds(-1)).isTrue();
    assertThat(int64(0).isAtMost(10).holds(10)).isTrue();
    assertThat(int64(0).isAtLeast(10).holds(10)).isTrue();
    assertThat(int64(0).isAtLeast(10).holds(9)).isFalse();
  }

  @Test
  void maskedOperatorsCompareOnlyTheirBits() {
    assertThat(int32(1).hasAnyOf(06000).holds(04755)).isTrue();
    assertThat(int32(1).hasAnyOf(06000).holds(0755)).isFalse();
    assertThat(int32(1).hasNoneOf(06000).holds(HIGH | 0755)).isTrue();
    assertThat(int32(1).isMasked(0xf, 10).holds(0x8000a)).isTrue();
    assertThat(int64(1).isMasked(HIGH, HIGH).holds(HIGH | 3)).isTrue();
    assertThat(int64(1).isMasked(HIGH, HIGH).holds(3)).isFalse();
  }

  @Test
  void refusesConditionsThatCannotHold() {
    assertRefused(() -> int32(6).is(0));
    assertRefused(() -> int32(-1).is(0));
    assertRefused(() -> int32(0).is(0x1_0000_0000L));
    assertRefused(() -> int32(0).isMasked(0xf, 0x10));
    assertRefused(() -> new ArgumentCondition(0, Width.INT, Operator.EQ, 1, 3));
  }

  private static void assertRefused(Runnable construction) {
    assertThatThrownBy(construction::run).isInstanceOf(IllegalArgumentException.class);
  }
}
