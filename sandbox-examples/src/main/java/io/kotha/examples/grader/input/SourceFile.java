package io.kotha.examples.grader.input;

import java.nio.file.Path;

/**
 * A source file of a program.
 *
 * @param name its path within the program, such as {@code lib/util.py}
 * @param path its path on the host
 */
public record SourceFile(String name, Path path) {

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
