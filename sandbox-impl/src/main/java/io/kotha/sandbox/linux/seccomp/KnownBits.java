package io.kotha.sandbox.linux.seccomp;

import io.kotha.sandbox.seccomp.ArgumentCondition;
import io.kotha.sandbox.seccomp.ArgumentCondition.Operator;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an argument's register when some conditions are known to hold.
 *
 * @param mask the bits that are known
 * @param value what they are
 */
record KnownBits(long mask, long value) {

  /** What these conditions, all of which hold, tell of this argument. */
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

  /** Whether a condition on this argument holds; empty where that depends on unknown bits. */
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
