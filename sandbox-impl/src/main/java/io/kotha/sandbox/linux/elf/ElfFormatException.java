package io.kotha.sandbox.linux.elf;

import java.io.IOException;

/** A file that is not a usable ELF file: another format or machine, truncated, or forged. */
public final class ElfFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  ElfFormatException(String message) {
    super(message);
  }

  /** Requires a property of the file. */
  static void require(boolean condition, String message) throws ElfFormatException {
    if (!condition) {
      throw new ElfFormatException(message);
    }
  }
}
