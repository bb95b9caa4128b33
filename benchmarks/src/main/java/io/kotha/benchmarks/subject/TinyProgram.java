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
 * Minimal programs: ELF files of a few instructions. Measurements with them include the cost of
 * start, end and system calls, but not that of a C library.
 */
public enum TinyProgram {
  // xor edi, edi; mov eax, 60; syscall | mov x0, 0; mov x8, 93; svc 0
  /** Calls {@code exit(0)}. */
  NOOP("31ff b83c000000 0f05", "d2800000 d2800ba8 d4000001"),

  // all five arguments 0; eax or x8 = ppoll; the call; jump to the start
  /** Sleeps in {@code ppoll} without end, and uses no CPU time. */
  PAUSE(
      "31ff 31f6 31d2 4531d2 4531c0 b80f010000 0f05 ebeb",
      "d2800000 d2800001 d2800002 d2800003 d2800004 d2800928 d4000001 17fffff9"),

  /** Jumps to itself without end. */
  SPIN("ebfe", "14000000"),

  // 64 KiB of stack; write(1, stack, 64 KiB) while the result is above 0; exit
  /** Writes to stdout, 64 KiB at a time, until the reader closes the pipe. */
  FLOOD(
      "4881ec00000100 b801000000 89c7 4889e6 ba00000100 0f05 85c0 7feb 89c7 b83c000000 0f05",
      "d14043ff 910003e1 d2a00022 d2800808 d2800020 d4000001 f100001f 54ffffac d2800ba8 d4000001"),

  // 64 KiB of stack; read(0, stack, 64 KiB) while the result is above 0; exit(result)
  /** Reads stdin to EOF, 64 KiB at a time; exits with 0 at EOF. */
  DRAIN(
      "4881ec00000100 31c0 31ff 4889e6 ba00000100 0f05 85c0 7fee 89c7 b83c000000 0f05",
      "d14043ff 910003e1 d2a00022 d28007e8 d2800000 d4000001 f100001f 54ffffac d2800ba8 d4000001"),

  // ebx or x19 counts down from 50,001: write(1, byte, 1); read(0, byte, 1), leave the loop at EOF;
  // after the first exchange clock_gettime(MONOTONIC, stack), after the last (.., stack + 16);
  // then write(2, stack, 32); exit(the rest of the count)
  /**
   * Writes a byte to stdout and reads one from stdin, once and then 50,000 times. It writes the
   * start and end of the 50,000 exchanges to stderr as two {@code timespec}, so that neither the
   * start of the other program nor the reader of the times affects the measurement.
   */
  PING(
      "4883ec30 bb51c30000 488d742420 ba01000000 89d7 89d0 0f05 31ff 31c0 0f05 83f801 7538"
          + "4889e6 81fb51c30000 7409 4883c610 83fb01 750c bf01000000 b8e4000000 0f05 ffcb 75c1"
          + "4889e6 ba20000000 bf02000000 b801000000 0f05 89df b83c000000 0f05",
      "d100c3ff d2986a33 d2986a34 910083e1 d2800022 d2800020 d2800808 d4000001 d2800000 d28007e8"
          + " d4000001 f100041f 54000221 910003e1 eb14027f 54000080 91004021 f100067f 54000081"
          + " d2800020 d2800e28 d4000001 f1000673 54fffd81 910003e1 d2800402 d2800040 d2800808"
          + " d4000001 aa1303e0 d2800ba8 d4000001"),

  // read(0, stack, 1), exit(result) unless it is 1; write(1, stack, 1); jump to the start
  /** Echoes every byte of stdin to stdout, one at a time. */
  PONG(
      "50 4889e6 ba01000000 31ff 31c0 0f05 85c0 7e08 89d7 89d0 0f05 ebee 89c7 b83c000000 0f05",
      "d10043ff 910003e1 d2800022 d2800000 d28007e8 d4000001 f100001f 540000ad d2800020 d2800808"
          + " d4000001 17fffff8 d2800ba8 d4000001");

  private static final long BASE = 0x400000;
  private static final int HEADERS = 64 + 56;

  private final String x86;
  private final String arm;

  /** Takes the machine code, as bytes for x86_64 and as words for aarch64. */
  TinyProgram(String x86, String arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  /** Returns the program's absolute path in a room. */
  public String path() {
    return "/bin/" + name().toLowerCase(Locale.ROOT);
  }

  /** Writes the program as an executable file below a root. */
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
