package io.kotha.sandbox.linux.seccomp.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Runs an encoded filter like the kernel, and refuses programs that the kernel's checker refuses.
 */
public final class BpfInterpreter {

  private static final int SECCOMP_DATA_BYTES = 64;

  private final ByteBuffer code;
  private final int length;

  public BpfInterpreter(BpfProgram program) {
    code = ByteBuffer.wrap(program.encode()).order(ByteOrder.LITTLE_ENDIAN);
    length = code.capacity() / 8;
    check();
  }

  private void check() {
    assertThat(length).isBetween(1, 4096);
    assertThat(operation(length - 1)).as("last instruction returns").isEqualTo(0x06);
    for (int at = 0; at < length; at++) {
      switch (operation(at)) {
        case 0x20 ->
            assertThat(k(at) % 4 == 0 && k(at) >= 0 && k(at) < SECCOMP_DATA_BYTES).isTrue();
        case 0x05 -> assertThat(Integer.toUnsignedLong(k(at))).isLessThan(length - at - 1L);
        case 0x15, 0x25, 0x35, 0x45 ->
            assertThat(Math.max(ifTrue(at), ifFalse(at))).isLessThan(length - at - 1);
        case 0x54, 0x06 -> {}
        default -> throw new AssertionError("operation " + operation(at));
      }
    }
  }

  public int run(SeccompData data) {
    return walk(data).value();
  }

  /**
   * Returns the count of instructions that the kernel evaluates to learn that a call is always
   * allowed: it stops at the first argument.
   */
  public int stepsToCache(SeccompData data) {
    return walk(data).constantSteps();
  }

  private record Walk(int value, int constantSteps) {}

  private Walk walk(SeccompData data) {
    int accumulator = 0;
    int steps = 0;
    int constantSteps = 0;
    int at = 0;
    while (true) {
      steps++;
      int k = k(at);
      int next = at + 1;
      switch (operation(at)) {
        case 0x20 -> {
          accumulator = data.word(k);
          if (k >= 16 && constantSteps == 0) {
            constantSteps = steps;
          }
        }
        case 0x54 -> accumulator &= k;
        case 0x05 -> next += k;
        case 0x15 -> next += accumulator == k ? ifTrue(at) : ifFalse(at);
        case 0x25 -> next += Integer.compareUnsigned(accumulator, k) > 0 ? ifTrue(at) : ifFalse(at);
        case 0x35 ->
            next += Integer.compareUnsigned(accumulator, k) >= 0 ? ifTrue(at) : ifFalse(at);
        case 0x45 -> next += (accumulator & k) != 0 ? ifTrue(at) : ifFalse(at);
        default -> {
          return new Walk(k, constantSteps == 0 ? steps : constantSteps);
        }
      }
      at = next;
    }
  }

  private int operation(int at) {
    return code.getShort(8 * at) & 0xffff;
  }

  private int ifTrue(int at) {
    return code.get(8 * at + 2) & 0xff;
  }

  private int ifFalse(int at) {
    return code.get(8 * at + 3) & 0xff;
  }

  private int k(int at) {
    return code.getInt(8 * at + 4);
  }
}
