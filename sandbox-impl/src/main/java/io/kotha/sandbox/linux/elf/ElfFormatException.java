package io.kotha.sandbox.linux.elf;

import java.io.IOException;

/** A file is not what it should be: not ELF, of another kind of machine, cut short or forged. */
public final class ElfFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  ElfFormatException(String message) {
    super(message);
  }
}
