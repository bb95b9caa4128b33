package io.kotha.sandbox.seccomp;

/**
 * A comparison of one argument of a system call with a constant; see {@link SyscallArgument}, which
 * makes them. Comparisons are unsigned, as in the kernel's filter machine.
 *
 * <p>An argument that is a pointer can be compared with 0 only to any purpose: what it points to is
 * out of reach, and may change after the check.
 *
 * @param index which argument, 0 to 5
 * @param width how many bits of it the kernel itself uses
 * @param operator how to compare
 * @param value what to compare with
 * @param mask the bits that the masked operators look at; all bits of the width for the others
 */
public record ArgumentCondition(int index, Width width, Operator operator, long value, long mask) {

  /** How many bits of a register the kernel reads for an argument. */
  public enum Width {
    /**
     * The low 32 bits: C's {@code int}, {@code unsigned}, {@code pid_t}, {@code mode_t}. The kernel
     * drops the high half of the register, so a comparison of all 64 bits could be evaded by
     * setting it.
     */
    INT(0xffff_ffffL),

    /** All 64 bits: C's {@code long}, {@code size_t}, pointers. */
    LONG(-1L);

    private final long bits;

    Width(long bits) {
      this.bits = bits;
    }

    /** The bits that take part, as a mask. */
    public long bits() {
      return bits;
    }
  }

  /** How an argument is compared with the value. */
  public enum Operator {
    /** Equal. */
    EQ,
    /** Not equal. */
    NE,
    /** Less. */
    LT,
    /** Less or equal. */
    LE,
    /** Greater. */
    GT,
    /** Greater or equal. */
    GE,
    /** The bits of the mask equal the value. */
    MASKED_EQ,
    /** The bits of the mask differ from the value. */
    MASKED_NE
  }

  /** Checks that the condition can hold, and brings value and mask to the width. */
  public ArgumentCondition {
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
   * Whether it holds for this register value.
   *
   * @param register all 64 bits as the program passed them
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

  /** An int may be written with its sign, or as the unsigned number that the kernel sees. */
  private static long fitted(Width width, long number) {
    if (width == Width.INT && number != (int) number && number != (number & width.bits())) {
      throw new IllegalArgumentException("0x%x does not fit 32 bits".formatted(number));
    }
    return number & width.bits();
  }
}
