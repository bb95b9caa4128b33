package io.kotha.examples.grader.input;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Thrown if an input file is missing, unreadable or malformed. The message names the file. */
public final class InputException extends Exception {

  private static final long serialVersionUID = 1L;

  public InputException(Path file, String complaint) {
    this(file, complaint, null);
  }

  public InputException(Path file, String complaint, @Nullable Throwable cause) {
    super(file + ": " + complaint, cause);
  }
}
