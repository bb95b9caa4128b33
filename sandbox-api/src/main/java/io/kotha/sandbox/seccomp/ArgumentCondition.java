package io.kotha.sandbox.seccomp;

import java.util.Objects;

/**
 * A comparison of one argument of a system call with a constant; {@link SyscallArgument} makes
 * them. Comparisons are unsigned, as in the kernel's BPF machine. Immutable.
 *
 * <p>The only useful comparison for a pointer is with 0: a filter cannot read the memory that it
 * points to, which may also change after the check.
 *
 * @param index index of the argument, 0 to 5
 * @param width number of bits of the argument that the kernel uses
 * @param operator comparison
 * @param value constant
 * @param mask bits that the masked operators compare; all bits of the width for the others
 */
public record ArgumentCondition(int index, Width width, Operator operator, long value, long mask) {

  /** The number of bits of a register that the kernel reads for an argument. */
  public enum Width {
    /**
     * The low 32 bits: C's {@code int}, {@code unsigned}, {@code pid_t}, {@code mode_t}. The kernel
     * ignores the high half of the register, so a program could evade a comparison of all 64 bits
     * by setting it.
     */
    INT(0xffff_ffffL),

    /** All 64 bits: C's {@code long}, {@code size_t}, pointers. */
    LONG(-1L);

    private final long bits;

    Width(long bits) {
      this.bits = bits;
    }

    /** Returns the bits that are compared, as a mask. */
    public long bits() {
      return bits;
    }
  }

  /** The comparison of an argument with the value. */
  public enum Operator {
    /** Equal. */
    EQ,
    /** Not equal. */
    NE,
    /** Less than, unsigned. */
    LT,
    /** Less than or equal, unsigned. */
    LE,
    /** Greater than, unsigned. */
    GT,
    /** Greater than or equal, unsigned. */
    GE,
    /** The bits of the mask equal the value. */
    MASKED_EQ,
    /** The bits of the mask differ from the value. */
    MASKED_NE
  }

  /**
   * Checks that the condition can hold, and truncates value and mask to the width.
   *
   * @throws IllegalArgumentException if the index is not 0 to 5, the value does not fit the width
   *     or has bits outside of the mask, or there is a mask but no masked operator
   */
  public ArgumentCondition {
    Objects.requireNonNull(width, "width");
    Objects.requireNonNull(operator, "operator");
    if (index < 0 || index > 5) {
      throw new IllegalArgumentException("a system call has arguments 0 to 5, not " + index);
    }
    value = fitted(width, value);
    mask = fitted(width, mask);
    boolean masked = operator == Operator.MASKED_EQ || operator == Operator.MASKED_NE;
    if (!masked && mask != width.bits()) {
      throw new IllegalArgumentException(operator + " takes no mask");
    }
    if ((value & ~mask) != 0) {
      throw new IllegalArgumentException(
          "value 0x%x has bits outside of mask 0x%x".formatted(value, mask));
    }
  }

  /**
   * Returns whether the condition holds for this register value.
   *
   * @param register all 64 bits that the program passed
   */
  public boolean holds(long register) {
    long argument = register & mask;
    int order = Long.compareUnsigned(argument, value);
    return switch (operator) {
      case EQ, MASKED_EQ -> order == 0;
      case NE, MASKED_NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
    };
  }

  /** Returns the condition that holds if and only if this one does not. */
  ArgumentCondition negated() {
    Operator opposite =
        switch (operator) {
          case EQ -> Operator.NE;
          case NE -> Operator.EQ;
          case LT -> Operator.GE;
          case LE -> Operator.GT;
          case GT -> Operator.LE;
          case GE -> Operator.LT;
          case MASKED_EQ -> Operator.MASKED_NE;
          case MASKED_NE -> Operator.MASKED_EQ;
        };
    return new ArgumentCondition(index, width, opposite, value, mask);
  }

  /** Accepts an int as a signed or as an unsigned number and returns it as the kernel sees it. */
  private static long fitted(Width width, long number) {
    if (width == Width.INT && number != (int) number && number != (number & width.bits())) {
      throw new IllegalArgumentException("0x%x does not fit 32 bits".formatted(number));
    }
    return number & width.bits();
  }
}
