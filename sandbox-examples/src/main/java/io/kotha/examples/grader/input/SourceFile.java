package io.kotha.examples.grader.input;

import java.nio.file.Path;

/**
 * A file of a program.
 *
 * @param name its path within the program, such as {@code lib/util.py}
 * @param path where it is on the host
 */
public record SourceFile(String name, Path path) {

  /** What follows the last dot of the name, without it; empty if there is none. */
  public String extension() {
    int dot = name.lastIndexOf('.');
    return dot < name.lastIndexOf('/') + 1 ? "" : name.substring(dot + 1);
  }

  /** The name without directories and extension. */
  public String stem() {
    String last = name.substring(name.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    return dot <= 0 ? last : last.substring(0, dot);
  }
}
