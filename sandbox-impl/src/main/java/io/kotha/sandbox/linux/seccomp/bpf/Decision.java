package io.kotha.sandbox.linux.seccomp.bpf;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInstruction.Jump;

/**
 * A node of the graph of comparisons that decides on a system call. Nodes are compared by identity,
 * because {@link DecisionGraph} creates equal nodes only once.
 */
public abstract sealed class Decision {

  /** A leaf: the value that the filter returns. */
  public static final class Outcome extends Decision {
    private final int value;

    Outcome(int value) {
      this.value = value;
    }

    int value() {
      return value;
    }
  }

  /** A comparison of one word, with a successor for either result. */
  public static final class Test extends Decision {
    private final Operand operand;
    private final Jump jump;
    private final int k;
    private final Decision yes;
    private final Decision no;

    Test(Operand operand, Jump jump, int k, Decision yes, Decision no) {
      this.operand = operand;
      this.jump = jump;
      this.k = k;
      this.yes = yes;
      this.no = no;
    }

    Operand operand() {
      return operand;
    }

    Jump jump() {
      return jump;
    }

    int k() {
      return k;
    }

    Decision yes() {
      return yes;
    }

    Decision no() {
      return no;
    }
  }

  /**
   * The contents of the accumulator during a comparison.
   *
   * @param word the word that is loaded
   * @param mask the bits of the word that are kept
   */
  record Operand(DataWord word, int mask) {

    static final int ALL_BITS = -1;

    static Operand all(DataWord word) {
      return new Operand(word, ALL_BITS);
    }
  }
}
