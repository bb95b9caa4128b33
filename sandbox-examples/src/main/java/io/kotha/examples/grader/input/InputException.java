package io.kotha.examples.grader.input;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that the grader was given cannot be read as what it should be. The message names it. */
public final class InputException extends Exception {

  private static final long serialVersionUID = 1L;

  public InputException(Path file, String complaint) {
    this(file, complaint, null);
  }

  public InputException(Path file, String complaint, @Nullable Throwable cause) {
    super(file + ": " + complaint, cause);
  }
}
