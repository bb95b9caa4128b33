package io.kotha.sandbox.linux.seccomp.bpf;

import java.util.Locale;

/**
 * An instruction of classic BPF ({@code struct sock_filter}), of the kinds that a compiled policy
 * is made of. The kernel's cache of always-allowed calls understands no others.
 *
 * @param code operation, size and mode
 * @param jt instructions to skip when the comparison holds, 0 to 255
 * @param jf instructions to skip when it does not, 0 to 255
 * @param k the constant
 */
public record BpfInstruction(int code, int jt, int jf, int k) {

  static final int LD_W_ABS = 0x20;
  static final int ALU_AND_K = 0x54;
  static final int JMP_JA = 0x05;
  static final int RET_K = 0x06;

  /** How a conditional jump compares the accumulator with its constant, unsigned. */
  public enum Jump {
    /** Equal. */
    JEQ(0x15),
    /** Greater. */
    JGT(0x25),
    /** Greater or equal. */
    JGE(0x35),
    /** Any bit in common. */
    JSET(0x45);

    private final int code;

    Jump(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** The farthest that a conditional jump reaches. */
  static final int REACH = 255;

  public static BpfInstruction load(DataWord word) {
    return new BpfInstruction(LD_W_ABS, 0, 0, word.offset());
  }

  static BpfInstruction and(int mask) {
    return new BpfInstruction(ALU_AND_K, 0, 0, mask);
  }

  public static BpfInstruction jump(Jump jump, int k, int jt, int jf) {
    return new BpfInstruction(jump.code(), jt, jf, k);
  }

  public static BpfInstruction skip(int instructions) {
    return new BpfInstruction(JMP_JA, 0, 0, instructions);
  }

  public static BpfInstruction ret(int value) {
    return new BpfInstruction(RET_K, 0, 0, value);
  }

  /**
   * As a line of a listing.
   *
   * @param at where it stands, from which jumps are counted
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
