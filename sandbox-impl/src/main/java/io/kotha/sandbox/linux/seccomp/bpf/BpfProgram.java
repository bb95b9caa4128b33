package io.kotha.sandbox.linux.seccomp.bpf;

import io.kotha.sandbox.linux.seccomp.Arch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A program that the kernel's checker accepts: every path ends in a return, jumps go forward and
 * stay inside.
 */
public final class BpfProgram {

  /** {@code BPF_MAXINSNS}. */
  public static final int MAX_LENGTH = 4096;

  /** {@code sizeof(struct sock_filter)}. */
  public static final int INSTRUCTION_BYTES = 8;

  private final List<BpfInstruction> instructions;

  /** Checks what the kernel would refuse with a bare {@code EINVAL}. */
  public BpfProgram(List<BpfInstruction> instructions) {
    this.instructions = List.copyOf(instructions);
    if (length() == 0 || length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a filter has 1 to %d instructions, not %d".formatted(MAX_LENGTH, length()));
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

  /** How many instructions it has. */
  public int length() {
    return instructions.size();
  }

  List<BpfInstruction> instructions() {
    return instructions;
  }

  /** As an array of {@code struct sock_filter}, in the byte order of every {@link Arch}. */
  public byte[] encode() {
    ByteBuffer bytes =
        ByteBuffer.allocate(INSTRUCTION_BYTES * length()).order(ByteOrder.LITTLE_ENDIAN);
    for (BpfInstruction i : instructions) {
      bytes.putShort((short) i.code()).put((byte) i.jt()).put((byte) i.jf()).putInt(i.k());
    }
    return bytes.array();
  }

  /** A listing, one instruction a line, jump targets as line numbers. */
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
