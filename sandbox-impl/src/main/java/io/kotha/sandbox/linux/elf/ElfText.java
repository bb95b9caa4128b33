package io.kotha.sandbox.linux.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Strings in an ELF file. */
final class ElfText {

  /** {@code PATH_MAX}: the name of a library or loader cannot be longer. */
  private static final int MAX = 4096;

  private ElfText() {}

  /**
   * Reads a string that ends with NUL.
   *
   * @param limit the maximum number of bytes to search for the NUL
   * @throws ElfFormatException if there is no NUL within the limit or within {@code PATH_MAX}
   */
  static String at(ByteSource bytes, long offset, long limit) throws IOException {
    ByteBuffer part = bytes.upTo(offset, (int) Math.max(0, Math.min(limit, MAX)));
    for (int length = 0; length < part.limit(); length++) {
      if (part.get(length) == 0) {
        return StandardCharsets.UTF_8.decode(part.slice(0, length)).toString();
      }
    }
    throw new ElfFormatException("the string at offset " + offset + " has no end");
  }
}
