package io.kotha.sandbox;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A failure of the sandbox itself, as opposed to the end of a program, which is a {@link Verdict}.
 *
 * <p>From a method that starts a program, it means that the program did not run and that no process
 * of its room remains. From a method of a running {@link SandboxProcess}, it means that the change
 * was not made and the program continues.
 */
public class SandboxException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception without a cause. */
  public SandboxException(String message) {
    super(message);
  }

  /** Creates an exception with a cause, which may be null. */
  public SandboxException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
