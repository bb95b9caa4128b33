package io.kotha.examples.grader.input;

import io.kotha.examples.files.FileRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A source file of a program.
 *
 * @param name its path within the program, such as {@code lib/util.py}
 * @param root the directory beneath which it is opened
 * @param path its path on the host, without symbolic links
 */
public record SourceFile(String name, FileRoot root, Path path) {

  /** Reads at most {@code maxBytes} as UTF-8; malformed bytes are replaced. */
  public String text(int maxBytes) throws IOException {
    return new String(root.read(path, maxBytes), StandardCharsets.UTF_8);
  }

  /** Returns the size of the file in bytes. */
  public long size() throws IOException {
    return root.size(path);
  }

  /** Returns whether the grader's user may execute the file. */
  public boolean isExecutable() {
    return Files.isExecutable(path);
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
