package io.kotha.sandbox;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A program was not started; nothing of it ran and nothing of its room remains. */
public class SandboxException extends IOException {

  private static final long serialVersionUID = 1L;

  public SandboxException(String message) {
    super(message);
  }

  public SandboxException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
