package io.kotha.sandbox.linux.elf;

import java.io.IOException;

/**
 * Thrown for a file that is not a usable ELF file: it has another format, is for another machine,
 * is truncated or is forged.
 */
public final class ElfFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  ElfFormatException(String message) {
    super(message);
  }

  /** Throws if a condition on the file does not hold. */
  static void require(boolean condition, String message) throws ElfFormatException {
    if (!condition) {
      throw new ElfFormatException(message);
    }
  }
}
