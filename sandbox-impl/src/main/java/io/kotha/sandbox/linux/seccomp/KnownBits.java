package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.seccomp.ArgumentCondition;
import io.kotha.sandbox.seccomp.ArgumentCondition.Operator;
import java.util.List;
import java.util.Optional;

/**
 * The bits of an argument that follow from conditions which are known to hold.
 *
 * @param mask the bits that are known
 * @param value the values of these bits
 */
record KnownBits(long mask, long value) {

  /** Returns the bits of this argument that are known if all these conditions hold. */
  static KnownBits of(int argument, List<ArgumentCondition> conditions) {
    long mask = 0;
    long value = 0;
    for (ArgumentCondition c : conditions) {
      boolean isEquality = c.operator() == Operator.EQ || c.operator() == Operator.MASKED_EQ;
      if (c.index() == argument && isEquality) {
        mask |= c.mask();
        value |= c.value();
      }
    }
    return new KnownBits(mask, value);
  }

  /** Decides whether a condition on this argument holds; empty if that depends on unknown bits. */
  Optional<Boolean> decide(ArgumentCondition c) {
    if ((c.mask() & ~mask) == 0) {
      return Optional.of(c.holds(value));
    }
    boolean differs = ((value ^ c.value()) & mask & c.mask()) != 0;
    return switch (c.operator()) {
      case EQ, MASKED_EQ -> differs ? Optional.of(false) : Optional.empty();
      case NE, MASKED_NE -> differs ? Optional.of(true) : Optional.empty();
      case LT, LE, GT, GE -> Optional.empty();
    };
  }
}
