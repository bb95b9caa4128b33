package io.kotha.sandbox.linux.seccomp.bpf;

import io.kotha.sandbox.linux.seccomp.bpf.BpfInstruction.Jump;
import io.kotha.sandbox.linux.seccomp.bpf.Decision.Operand;
import io.kotha.sandbox.linux.seccomp.bpf.Decision.Outcome;
import io.kotha.sandbox.linux.seccomp.bpf.Decision.Test;
import io.kotha.sandbox.seccomp.ArgumentCondition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A factory of decisions that shares equal ones, so that calls with equal rules share code. */
public final class DecisionGraph {

  private static final int WORD_BITS = 32;

  private final Map<Integer, Outcome> outcomes = new HashMap<>();
  private final Map<List<Object>, Test> tests = new HashMap<>();

  /** Returns the leaf with this {@code SECCOMP_RET_*} value. */
  public Decision outcome(int value) {
    Outcome outcome = outcomes.get(value);
    if (outcome == null) {
      outcome = new Outcome(value);
      outcomes.put(value, outcome);
    }
    return outcome;
  }

  /** Returns a comparison of a word that continues at {@code yes} or {@code no}. */
  public Decision test(DataWord word, Jump jump, int k, Decision yes, Decision no) {
    return test(Operand.all(word), jump, k, yes, no);
  }

  private Decision test(Operand operand, Jump jump, int k, Decision yes, Decision no) {
    if (yes == no) {
      return yes;
    }
    List<Object> key = List.of(operand.word().offset(), operand.mask(), jump, k, yes, no);
    Test test = tests.get(key);
    if (test == null) {
      test = new Test(operand, jump, k, yes, no);
      tests.put(key, test);
    }
    return test;
  }

  /**
   * Returns a decision that continues at {@code yes} if all conditions hold, else at {@code no}.
   */
  public Decision allOf(List<ArgumentCondition> conditions, Decision yes, Decision no) {
    Decision decision = yes;
    for (int i = conditions.size() - 1; i >= 0; i--) {
      decision = when(conditions.get(i), decision, no);
    }
    return decision;
  }

  private Decision when(ArgumentCondition c, Decision yes, Decision no) {
    return switch (c.operator()) {
      case EQ, MASKED_EQ -> equal(c, yes, no);
      case NE, MASKED_NE -> equal(c, no, yes);
      case GT -> above(c, Jump.JGT, yes, no);
      case LE -> above(c, Jump.JGT, no, yes);
      case GE -> above(c, Jump.JGE, yes, no);
      case LT -> above(c, Jump.JGE, no, yes);
    };
  }

  private Decision equal(ArgumentCondition c, Decision yes, Decision no) {
    // For a 32-bit argument the high half of the mask is 0, which generates no code.
    return equal(
        DataWord.high(c.index()),
        high(c.mask()),
        high(c.value()),
        equal(DataWord.low(c.index()), (int) c.mask(), (int) c.value(), yes, no),
        no);
  }

  private Decision equal(DataWord word, int mask, int value, Decision yes, Decision no) {
    if (mask == 0) {
      return yes;
    } else if (mask == Operand.ALL_BITS) {
      return test(word, Jump.JEQ, value, yes, no);
    } else if (value == 0) {
      return test(word, Jump.JSET, mask, no, yes);
    } else if (value == mask && Integer.bitCount(mask) == 1) {
      return test(word, Jump.JSET, mask, yes, no);
    }
    return test(new Operand(word, mask), Jump.JEQ, value, yes, no);
  }

  /** Compares the high halves first; the low halves decide only if the high halves are equal. */
  private Decision above(ArgumentCondition c, Jump jump, Decision yes, Decision no) {
    Decision low = test(DataWord.low(c.index()), jump, (int) c.value(), yes, no);
    if (c.width() == ArgumentCondition.Width.INT) {
      return low;
    }
    DataWord word = DataWord.high(c.index());
    int value = high(c.value());
    return test(word, Jump.JGT, value, yes, test(word, Jump.JEQ, value, low, no));
  }

  private static int high(long value) {
    return (int) (value >>> WORD_BITS);
  }
}
