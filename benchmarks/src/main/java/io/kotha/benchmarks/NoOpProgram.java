package io.kotha.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The smallest program there is: an ELF file whose code calls {@code exit(0)}. What is measured
 * with it is what starting and ending costs, and nothing of a C library's start-up.
 */
final class NoOpProgram {

  private static final long BASE = 0x400000;
  private static final int HEADERS = 64 + 56;

  private NoOpProgram() {}

  /** Writes it as an executable file. */
  static Path write(Path file) throws IOException {
    Files.write(file, image(System.getProperty("os.arch").equals("aarch64")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private static byte[] image(boolean arm) {
    byte[] code =
        arm
            ? bytes(0xd2800000, 0xd2800ba8, 0xd4000001) // mov x0, 0; mov x8, 93; svc 0
            : new byte[] {0x31, (byte) 0xff, (byte) 0xb8, 60, 0, 0, 0, 0x0f, 0x05};
    ByteBuffer elf = ByteBuffer.allocate(HEADERS + code.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    elf.putShort((short) 2).putShort((short) (arm ? 183 : 62)).putInt(1);
    elf.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0);
    elf.putShort((short) 64).putShort((short) 56).putShort((short) 1);
    elf.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    elf.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE); // PT_LOAD, read and execute
    elf.putLong(elf.capacity()).putLong(elf.capacity()).putLong(4096);
    elf.put(code);
    return elf.array();
  }

  private static byte[] bytes(int... words) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      buffer.putInt(word);
    }
    return buffer.array();
  }
}
