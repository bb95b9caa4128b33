package io.kotha.sandbox.seccomp;

import io.kotha.sandbox.seccomp.ArgumentCondition.Operator;
import io.kotha.sandbox.seccomp.ArgumentCondition.Width;
import java.util.Objects;

/**
 * One argument of a system call, whose methods make conditions: {@code int32(0).is(16)}. They throw
 * {@link IllegalArgumentException} if the index is not 0 to 5 or a constant does not fit the width.
 * Immutable.
 *
 * @param index index of the argument, 0 to 5
 * @param width number of bits of the argument that the kernel uses
 */
public record SyscallArgument(int index, Width width) {

  public SyscallArgument {
    Objects.requireNonNull(width, "width");
  }

  /** Returns an argument that the kernel reads as an {@code int}: the low 32 bits are compared. */
  public static SyscallArgument int32(int index) {
    return new SyscallArgument(index, Width.INT);
  }

  /**
   * Returns an argument that the kernel reads as a {@code long} or pointer: 64 bits are compared.
   */
  public static SyscallArgument int64(int index) {
    return new SyscallArgument(index, Width.LONG);
  }

  /** Returns the condition that the argument equals the value. */
  public ArgumentCondition is(long value) {
    return compared(Operator.EQ, value);
  }

  /** Returns the condition that the argument does not equal the value. */
  public ArgumentCondition isNot(long value) {
    return compared(Operator.NE, value);
  }

  /** Returns the condition that the argument is less than the value, unsigned. */
  public ArgumentCondition isBelow(long value) {
    return compared(Operator.LT, value);
  }

  /** Returns the condition that the argument is less than or equal to the value, unsigned. */
  public ArgumentCondition isAtMost(long value) {
    return compared(Operator.LE, value);
  }

  /** Returns the condition that the argument is greater than the value, unsigned. */
  public ArgumentCondition isAbove(long value) {
    return compared(Operator.GT, value);
  }

  /** Returns the condition that the argument is greater than or equal to the value, unsigned. */
  public ArgumentCondition isAtLeast(long value) {
    return compared(Operator.GE, value);
  }

  /** Returns the condition that the argument's bits under the mask equal the value. */
  public ArgumentCondition isMasked(long mask, long value) {
    return new ArgumentCondition(index, width, Operator.MASKED_EQ, value, mask);
  }

  /** Returns the condition that no bit of the mask is set. */
  public ArgumentCondition hasNoneOf(long mask) {
    return isMasked(mask, 0);
  }

  /** Returns the condition that at least one bit of the mask is set. */
  public ArgumentCondition hasAnyOf(long mask) {
    return new ArgumentCondition(index, width, Operator.MASKED_NE, 0, mask);
  }

  private ArgumentCondition compared(Operator operator, long value) {
    return new ArgumentCondition(index, width, operator, value, width.bits());
  }
}
