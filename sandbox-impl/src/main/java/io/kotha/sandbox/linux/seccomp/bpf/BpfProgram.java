package io.kotha.sandbox.linux.seccomp.bpf;

import io.kotha.sandbox.linux.seccomp.Arch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A BPF program that the kernel's checker accepts: every path ends in a return, and every jump goes
 * forward and stays inside the program. Immutable.
 */
public final class BpfProgram {

  /** The largest number of instructions, {@code BPF_MAXINSNS}. */
  public static final int MAX_LENGTH = 4096;

  /** The size of one encoded instruction, {@code sizeof(struct sock_filter)}. */
  public static final int INSTRUCTION_BYTES = 8;

  private final List<BpfInstruction> instructions;

  /**
   * Checks and copies the instructions. The kernel would refuse an invalid program with {@code
   * EINVAL} only.
   *
   * @throws IllegalArgumentException if the program is empty or too long, or a jump leaves it
   */
  public BpfProgram(List<BpfInstruction> instructions) {
    this.instructions = List.copyOf(instructions);
    if (length() == 0 || length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a filter must have 1 to %d instructions, not %d".formatted(MAX_LENGTH, length()));
    }
    for (int at = 0; at < length(); at++) {
      check(at);
    }
  }

  private void check(int at) {
    BpfInstruction i = instructions.get(at);
    int farthest =
        switch (i.code()) {
          case BpfInstruction.RET_K -> -1;
          case BpfInstruction.JMP_JA -> i.k();
          default -> Math.max(i.jt(), i.jf());
        };
    boolean encodable =
        (i.jt() | i.jf() | BpfInstruction.REACH) == BpfInstruction.REACH
            && (i.code() != BpfInstruction.JMP_JA || i.k() >= 0);
    if (!encodable || farthest >= length() - at - 1) {
      throw new IllegalArgumentException("instruction " + at + " leaves the filter: " + i);
    }
  }

  /** Returns the number of instructions. */
  public int length() {
    return instructions.size();
  }

  List<BpfInstruction> instructions() {
    return instructions;
  }

  /**
   * Returns the program as an array of {@code struct sock_filter}, little-endian as each {@link
   * Arch}.
   */
  public byte[] encode() {
    ByteBuffer bytes =
        ByteBuffer.allocate(INSTRUCTION_BYTES * length()).order(ByteOrder.LITTLE_ENDIAN);
    for (BpfInstruction i : instructions) {
      bytes.putShort((short) i.code()).put((byte) i.jt()).put((byte) i.jf()).putInt(i.k());
    }
    return bytes.array();
  }

  /** Returns a listing with one instruction per line and line numbers as jump targets. */
  @Override
  public String toString() {
    StringBuilder listing = new StringBuilder();
    for (int at = 0; at < length(); at++) {
      listing.append("%4d: %s%n".formatted(at, instructions.get(at).listed(at)));
    }
    return listing.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BpfProgram program && instructions.equals(program.instructions);
  }

  @Override
  public int hashCode() {
    return instructions.hashCode();
  }
}
