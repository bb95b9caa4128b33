package io.kotha.sandbox.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.seccomp.ArgumentCondition;
import io.kotha.sandbox.seccomp.ArgumentCondition.Operator;
import io.kotha.sandbox.seccomp.ArgumentCondition.Width;
import io.kotha.sandbox.seccomp.SyscallAction;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArgumentWidthsTest {

  @ParameterizedTest
  @EnumSource
  void everyCallHasRow(Arch arch) {
    assertThat(arch.table().names().values())
        .allSatisfy(call -> assertThat(ArgumentWidths.of(call)).as(call).matches("-|[ilx]{1,6}"));
  }

  @ParameterizedTest
  @CsvSource({
    "memfd_create, li",
    "arch_prctl, ix",
    "fanotify_mark, iilil",
    "mmap, llxxil",
    "read, ill",
    "getpid, -",
    "no_such_call, ''",
  })
  void rowsFollowTheKernelsPrototypes(String call, String widths) {
    assertThat(ArgumentWidths.of(call)).isEqualTo(widths);
  }

  @Test
  void largeConstantIsNeverCutToMatchEverything() {
    long large = 1L << 32;
    assertThat(condition(Operator.LT, large, 0).width()).isEqualTo(Width.LONG);
    assertThat(condition(Operator.MASKED_EQ, large, large).width()).isEqualTo(Width.LONG);
    assertThat(condition(Operator.EQ, -1, 0))
        .isEqualTo(new ArgumentCondition(2, Width.INT, Operator.EQ, -1, 0xffff_ffffL));
    assertThat(condition(Operator.MASKED_EQ, large | 1, large | 3))
        .isEqualTo(new ArgumentCondition(2, Width.INT, Operator.MASKED_EQ, 1, 3));
  }

  private static ArgumentCondition condition(Operator operator, long value, long mask) {
    return ArgumentWidths.condition("fcntl", 2, operator, value, mask, SyscallAction.EPERM);
  }

  static Stream<SyscallPolicy> presets() {
    return Stream.of(
        SyscallPolicy.standard(),
        SyscallPolicy.compute(),
        SyscallPolicy.grader(),
        SyscallPolicy.dockerLike(Set.of()));
  }

  @ParameterizedTest
  @MethodSource("presets")
  void presetsCompareIntsAsInts(SyscallPolicy policy) {
    assertThat(policy.rules())
        .allSatisfy(
            rule ->
                assertThat(rule.conditions())
                    .as(rule.syscall())
                    .allSatisfy(
                        c -> {
                          char width = ArgumentWidths.of(rule.syscall()).charAt(c.index());
                          assertThat(c.width() == Width.INT || width != 'i').isTrue();
                        }));
  }
}
