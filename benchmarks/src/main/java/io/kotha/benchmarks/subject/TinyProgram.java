package io.kotha.benchmarks.subject;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;

/**
 * The smallest programs there are: ELF files of a few instructions. What is measured with them is
 * what starting and ending costs, and nothing of a C library's start-up.
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
  SPIN("ebfe", "14000000");

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
    return switch (this) {
      case NOOP -> "/bin/noop";
      case PAUSE -> "/bin/pause";
      case SPIN -> "/bin/spin";
    };
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
