package io.kotha.examples.grader.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The feedback directory of one validator run; deleted on close. */
final class Feedback implements AutoCloseable {

  private static final int MAX_MESSAGE = 4096;

  private final Path directory;

  private Feedback(Path directory) {
    this.directory = directory;
  }

  static Feedback open(Scratch scratch) throws IOException {
    return new Feedback(scratch.directory("feedback-"));
  }

  /** Returns the host directory to which the room's feedback directory is copied. */
  Path directory() {
    return directory;
  }

  /** Returns the validator's message to the judges, or the fallback if it wrote none. */
  String message(String fallback) throws IOException {
    Path file = directory.resolve("judgemessage.txt");
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return fallback;
    }
    try (var stream = Files.newInputStream(file)) {
      String message = Excerpt.head(stream.readNBytes(MAX_MESSAGE));
      return message.isBlank() ? fallback : message;
    }
  }

  @Override
  public void close() throws IOException {
    Scratch.delete(directory);
  }
}
