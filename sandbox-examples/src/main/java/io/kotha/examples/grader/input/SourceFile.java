package io.kotha.examples.grader.input;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A source file of a program.
 *
 * @param name its path within the program, such as {@code lib/util.py}
 * @param path its path on the host
 */
public record SourceFile(String name, Path path) {

  /** Reads at most {@code maxBytes} as UTF-8; malformed bytes are replaced. */
  public String text(int maxBytes) throws IOException {
    try (var stream = Files.newInputStream(path)) {
      return new String(stream.readNBytes(maxBytes), StandardCharsets.UTF_8);
    }
  }

  /** Returns the text after the last dot of the file name; empty if it has no dot. */
  public String extension() {
    int dot = name.lastIndexOf('.');
    return dot < name.lastIndexOf('/') + 1 ? "" : name.substring(dot + 1);
  }

  /** Returns the file name without directories and extension. */
  public String stem() {
    String last = name.substring(name.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    return dot <= 0 ? last : last.substring(0, dot);
  }
}
