package io.kotha.sandbox.linux.seccomp.bpf;

import java.util.Locale;

/**
 * An instruction of classic BPF ({@code struct sock_filter}), of the kinds that compiled policies
 * use. The kernel's cache of always-allowed calls ({@code seccomp_is_const_allow} in
 * kernel/seccomp.c) supports no other kinds.
 *
 * @param code the operation, size and mode
 * @param jt the number of instructions to skip if the comparison holds, 0 to 255
 * @param jf the number of instructions to skip if it does not, 0 to 255
 * @param k the constant
 */
public record BpfInstruction(int code, int jt, int jf, int k) {

  static final int LD_W_ABS = 0x20;
  static final int ALU_AND_K = 0x54;
  static final int JMP_JA = 0x05;
  static final int RET_K = 0x06;

  /** The unsigned comparison of a conditional jump between the accumulator and the constant. */
  public enum Jump {
    /** The accumulator equals the constant. */
    JEQ(0x15),
    /** The accumulator is greater. */
    JGT(0x25),
    /** The accumulator is greater or equal. */
    JGE(0x35),
    /** The accumulator and the constant have a bit in common. */
    JSET(0x45);

    private final int code;

    Jump(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** The largest number of instructions that a conditional jump can skip. */
  static final int REACH = 255;

  /** Returns an instruction that loads a word of {@code struct seccomp_data}. */
  public static BpfInstruction load(DataWord word) {
    return new BpfInstruction(LD_W_ABS, 0, 0, word.offset());
  }

  static BpfInstruction and(int mask) {
    return new BpfInstruction(ALU_AND_K, 0, 0, mask);
  }

  /** Returns a conditional jump. */
  public static BpfInstruction jump(Jump jump, int k, int jt, int jf) {
    return new BpfInstruction(jump.code(), jt, jf, k);
  }

  /** Returns an unconditional jump over this many instructions. */
  public static BpfInstruction skip(int instructions) {
    return new BpfInstruction(JMP_JA, 0, 0, instructions);
  }

  /** Returns an instruction that ends the filter with this {@code SECCOMP_RET_*} value. */
  public static BpfInstruction ret(int value) {
    return new BpfInstruction(RET_K, 0, 0, value);
  }

  /**
   * Returns this instruction as a line of a listing.
   *
   * @param at the index of this instruction, which its jumps are relative to
   */
  String listed(int at) {
    return switch (code) {
      case LD_W_ABS -> "ld   [" + new DataWord(k) + "]";
      case ALU_AND_K -> "and  #0x%x".formatted(k);
      case JMP_JA -> "ja   %d".formatted(at + 1 + k);
      case RET_K -> "ret  " + FilterReturn.describe(k);
      default -> "%-4s #0x%x, %d, %d".formatted(mnemonic(), k, at + 1 + jt, at + 1 + jf);
    };
  }

  private String mnemonic() {
    for (Jump jump : Jump.values()) {
      if (jump.code() == code) {
        return jump.name().toLowerCase(Locale.ROOT);
      }
    }
    return "0x%02x".formatted(code);
  }
}
