package io.kotha.examples.grader.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What one run of a validator leaves in its feedback directory. */
final class Feedback implements AutoCloseable {

  private static final int MAX_MESSAGE = 4096;

  private final Path directory;

  private Feedback(Path directory) {
    this.directory = directory;
  }

  static Feedback open(Scratch scratch) throws IOException {
    return new Feedback(scratch.directory("feedback-"));
  }

  /** Where the room's feedback directory is copied to. */
  Path directory() {
    return directory;
  }

  /** The validator's message to the judges, or else the given words. */
  String message(String otherwise) throws IOException {
    Path file = directory.resolve("judgemessage.txt");
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return otherwise;
    }
    try (var stream = Files.newInputStream(file)) {
      String message = Excerpt.head(stream.readNBytes(MAX_MESSAGE));
      return message.isBlank() ? otherwise : message;
    }
  }

  @Override
  public void close() throws IOException {
    Scratch.delete(directory);
  }
}
