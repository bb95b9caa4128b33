package io.kotha.sandbox.seccomp;

import io.kotha.sandbox.seccomp.ArgumentCondition.Operator;
import io.kotha.sandbox.seccomp.ArgumentCondition.Width;

/**
 * One argument of a system call, to be compared with a constant: {@code int32(0).is(16)}.
 *
 * @param index which argument, 0 to 5
 * @param width how many bits of it the kernel itself uses
 */
public record SyscallArgument(int index, Width width) {

  /** An argument that the kernel takes as an {@code int}: only its low 32 bits are compared. */
  public static SyscallArgument int32(int index) {
    return new SyscallArgument(index, Width.INT);
  }

  /** An argument that the kernel takes as a {@code long} or a pointer: all 64 bits are compared. */
  public static SyscallArgument int64(int index) {
    return new SyscallArgument(index, Width.LONG);
  }

  /** Equal to the value. */
  public ArgumentCondition is(long value) {
    return compared(Operator.EQ, value);
  }

  /** Not equal to the value. */
  public ArgumentCondition isNot(long value) {
    return compared(Operator.NE, value);
  }

  /** Less than the value, unsigned. */
  public ArgumentCondition isBelow(long value) {
    return compared(Operator.LT, value);
  }

  /** Less than or equal to the value, unsigned. */
  public ArgumentCondition isAtMost(long value) {
    return compared(Operator.LE, value);
  }

  /** Greater than the value, unsigned. */
  public ArgumentCondition isAbove(long value) {
    return compared(Operator.GT, value);
  }

  /** Greater than or equal to the value, unsigned. */
  public ArgumentCondition isAtLeast(long value) {
    return compared(Operator.GE, value);
  }

  /** The bits of the mask equal the value. */
  public ArgumentCondition isMasked(long mask, long value) {
    return new ArgumentCondition(index, width, Operator.MASKED_EQ, value, mask);
  }

  /** No bit of the mask is set. */
  public ArgumentCondition hasNoneOf(long mask) {
    return isMasked(mask, 0);
  }

  /** At least one bit of the mask is set. */
  public ArgumentCondition hasAnyOf(long mask) {
    return new ArgumentCondition(index, width, Operator.MASKED_NE, 0, mask);
  }

  private ArgumentCondition compared(Operator operator, long value) {
    return new ArgumentCondition(index, width, operator, value, width.bits());
  }
}
