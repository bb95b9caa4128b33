package io.kotha.sandbox.linux.elf;

import java.io.IOException;

/** Thrown if a closure would have a file that neither the caller nor the system vouches for. */
public final class UntrustedFileException extends IOException {

  private static final long serialVersionUID = 1L;

  UntrustedFileException(String message) {
    super(message);
  }
}
