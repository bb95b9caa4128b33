package io.kotha.benchmarks.subject;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The smallest programs there are: ELF files of a few instructions. What is measured with them is
 * what starting, ending and a system call cost, and nothing of a C library.
 */
public enum TinyProgram {
  // xor edi, edi; mov eax, 60; syscall | mov x0, 0; mov x8, 93; svc 0
  /** {@code exit(0)}. */
  NOOP("31ff b83c000000 0f05", "d2800000 d2800ba8 d4000001"),

  // all five arguments 0; eax or x8 = ppoll; the call; from the beginning
  /** {@code ppoll} of nothing, for ever: it lives and uses no processor. */
  PAUSE(
      "31ff 31f6 31d2 4531d2 4531c0 b80f010000 0f05 ebeb",
      "d2800000 d2800001 d2800002 d2800003 d2800004 d2800928 d4000001 17fffff9"),

  /** A jump to itself. */
  SPIN("ebfe", "14000000"),

  // 64 KiB of stack; write(1, stack, 64 KiB) while the answer is above 0; exit
  /** Writes to stdout without end, 64 KiB at a time, until nobody reads. */
  FLOOD(
      "4881ec00000100 b801000000 89c7 4889e6 ba00000100 0f05 85c0 7feb 89c7 b83c000000 0f05",
      "d14043ff 910003e1 d2a00022 d2800808 d2800020 d4000001 f100001f 54ffffac d2800ba8 d4000001"),

  // 64 KiB of stack; read(0, stack, 64 KiB) while the answer is above 0; exit(answer)
  /** Reads stdin to its end, 64 KiB at a time; status 0 if it came to the end. */
  DRAIN(
      "4881ec00000100 31c0 31ff 4889e6 ba00000100 0f05 85c0 7fee 89c7 b83c000000 0f05",
      "d14043ff 910003e1 d2a00022 d28007e8 d2800000 d4000001 f100001f 54ffffac d2800ba8 d4000001"),

  // ebx or x19 counts down from 50,001: write(1, byte, 1); read(0, byte, 1), or out if there is
  // none; after the first time clock_gettime(MONOTONIC, stack), after the last (.., stack + 16);
  // then write(2, stack, 32); exit(what is left of the count)
  /**
   * Sends a byte to stdout and waits for one from stdin, once and then 50,000 times, whose start
   * and end it writes to stderr, as two {@code timespec}: who it talks to is there by then, and
   * what reads these has no part in it.
   */
  PING(
      "4883ec30 bb51c30000 488d742420 ba01000000 89d7 89d0 0f05 31ff 31c0 0f05 83f801 7538"
          + "4889e6 81fb51c30000 7409 4883c610 83fb01 750c bf01000000 b8e4000000 0f05 ffcb 75c1"
          + "4889e6 ba20000000 bf02000000 b801000000 0f05 89df b83c000000 0f05",
      "d100c3ff d2986a33 d2986a34 910083e1 d2800022 d2800020 d2800808 d4000001 d2800000 d28007e8"
          + " d4000001 f100041f 54000221 910003e1 eb14027f 54000080 91004021 f100067f 54000081"
          + " d2800020 d2800e28 d4000001 f1000673 54fffd81 910003e1 d2800402 d2800040 d2800808"
          + " d4000001 aa1303e0 d2800ba8 d4000001"),

  // read(0, stack, 1), or exit with its answer if that is no byte; write(1, stack, 1); again
  /** Sends each byte of stdin back through stdout, one at a time. */
  PONG(
      "50 4889e6 ba01000000 31ff 31c0 0f05 85c0 7e08 89d7 89d0 0f05 ebee 89c7 b83c000000 0f05",
      "d10043ff 910003e1 d2800022 d2800000 d28007e8 d4000001 f100001f 540000ad d2800020 d2800808"
          + " d4000001 17fffff8 d2800ba8 d4000001");

  private static final long BASE = 0x400000;
  private static final int HEADERS = 64 + 56;

  private final String x86;
  private final String arm;

  /** The code, as bytes for x86_64 and as words for aarch64. */
  TinyProgram(String x86, String arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  /** Where it lies below the root of a room. */
  public String path() {
    return "/bin/" + name().toLowerCase(Locale.ROOT);
  }

  /** Writes it as an executable file below a root. */
  Path writeBelow(Path root) throws IOException {
    Path file = root.resolve(path().substring(1));
    Files.write(file, image(System.getProperty("os.arch").equals("aarch64")));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private byte[] image(boolean onArm) {
    byte[] code = onArm ? ofWords(arm) : HexFormat.of().parseHex(x86.replace(" ", ""));
    ByteBuffer elf = ByteBuffer.allocate(HEADERS + code.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    elf.putShort((short) 2).putShort((short) (onArm ? 183 : 62)).putInt(1);
    elf.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0);
    elf.putShort((short) 64).putShort((short) 56).putShort((short) 1);
    elf.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    elf.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE); // PT_LOAD, read and execute
    elf.putLong(elf.capacity()).putLong(elf.capacity()).putLong(4096);
    elf.put(code);
    return elf.array();
  }

  private static byte[] ofWords(String words) {
    String[] all = words.split(" ", -1);
    ByteBuffer buffer = ByteBuffer.allocate(4 * all.length).order(ByteOrder.LITTLE_ENDIAN);
    for (String word : all) {
      buffer.putInt(HexFormat.fromHexDigits(word));
    }
    return buffer.array();
  }
}
