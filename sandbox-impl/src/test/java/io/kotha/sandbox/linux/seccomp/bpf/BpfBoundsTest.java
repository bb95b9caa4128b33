package io.kotha.sandbox.linux.seccomp.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInstruction.Jump;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The longest filter, the farthest jump, and the listing. */
class BpfBoundsTest {

  private static final BpfInstruction RET = BpfInstruction.ret(FilterReturn.ALLOW);

  /** A first instruction, and returns after it. */
  private static List<BpfInstruction> program(BpfInstruction first, int returns) {
    List<BpfInstruction> all = new ArrayList<>(Collections.nCopies(returns, RET));
    all.add(0, first);
    return all;
  }

  private static void assertRefused(BpfInstruction first, int returns) {
    assertThatThrownBy(() -> new BpfProgram(program(first, returns)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("instruction 0");
  }

  @Test
  void longestFilterOfTheKernelIsAccepted() {
    assertThat(new BpfProgram(Collections.nCopies(4096, RET)).length()).isEqualTo(4096);
  }

  @Test
  void jumpReachesTheLastInstructionAndNoFarther() {
    for (BpfInstruction farthest :
        List.of(
            BpfInstruction.skip(2),
            BpfInstruction.jump(Jump.JEQ, 0, 2, 0),
            BpfInstruction.jump(Jump.JEQ, 0, 0, 2))) {
      assertThat(new BpfProgram(program(farthest, 3)).length()).isEqualTo(4);
      assertRefused(farthest, 2);
    }
  }

  @Test
  void jumpFromLaterInstructionIsCountedFromThere() {
    List<BpfInstruction> fits = List.of(RET, RET, BpfInstruction.skip(1), RET, RET);
    List<BpfInstruction> leaves = List.of(RET, RET, BpfInstruction.skip(2), RET, RET);

    assertThat(new BpfProgram(fits).length()).isEqualTo(5);
    assertThatThrownBy(() -> new BpfProgram(leaves))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("instruction 2");
  }

  @ParameterizedTest
  @CsvSource({"255, 0, true", "0, 255, true", "256, 0, false", "0, 256, false", "-1, 0, false"})
  void distanceOfConditionalJumpIsOneByte(int jt, int jf, boolean encodable) {
    BpfInstruction jump = BpfInstruction.jump(Jump.JEQ, 0, jt, jf);

    if (encodable) {
      assertThat(new BpfProgram(program(jump, 300)).length()).isEqualTo(301);
    } else {
      assertRefused(jump, 300);
    }
  }

  @Test
  void skipOfNothingIsAccepted() {
    assertThat(new BpfProgram(program(BpfInstruction.skip(0), 1)).length()).isEqualTo(2);
    assertRefused(BpfInstruction.skip(-1), 1);
  }

  @Test
  void filtersWithTheSameInstructionsAreEqual() {
    BpfProgram one = new BpfProgram(List.of(RET));
    BpfProgram same = new BpfProgram(List.of(BpfInstruction.ret(FilterReturn.ALLOW)));
    BpfProgram other = new BpfProgram(List.of(BpfInstruction.ret(FilterReturn.KILL_PROCESS)));

    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
    assertThat(one.hashCode()).isNotEqualTo(other.hashCode());
    assertThat(one.instructions()).containsExactly(RET);
  }

  @Test
  void listingShowsEveryKindOfInstruction() {
    assertThat(
            new BpfProgram(
                List.of(
                    BpfInstruction.load(DataWord.low(1)),
                    BpfInstruction.and(0xf0),
                    BpfInstruction.jump(Jump.JGE, 3, 1, 0),
                    BpfInstruction.skip(1),
                    RET,
                    BpfInstruction.ret(FilterReturn.KILL_PROCESS))))
        .hasToString(
            """
               0: ld   [arg1.low]
               1: and  #0xf0
               2: jge  #0x3, 4, 3
               3: ja   5
               4: ret  ALLOW
               5: ret  KILL_PROCESS
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "0, nr",
    "4, arch",
    "8, ip.low",
    "12, ip.high",
    "16, arg0.low",
    "20, arg0.high",
    "24, arg1.low",
    "60, arg5.high",
  })
  void wordsOfTheDataAreNamed(int offset, String name) {
    assertThat(new DataWord(offset)).hasToString(name);
  }

  @Test
  void unknownInstructionIsListedByItsCode() {
    assertThat(new BpfInstruction(0x1d, 0, 0, 0).listed(0)).startsWith("0x1d");
  }
}
