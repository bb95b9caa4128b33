package io.kotha.examples.grader.input;

import io.kotha.examples.files.FileRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The largest size of a file that the grader reads whole or copies, and of the files of one program
 * together: 64 MiB. A sparse file takes no space in its package, but its copy takes its size in
 * memory or on disk.
 */
public final class Ceiling {

  static final int MAX_BYTES = 64 << 20;

  private Ceiling() {}

  /**
   * Checks the sum of the files.
   *
   * @throws IOException if they are above the ceiling: a judging error
   */
  public static void check(String what, List<SourceFile> files) throws IOException {
    long sum = 0;
    for (SourceFile file : files) {
      sum += file.size();
    }
    check(what, sum);
  }

  static void check(FileRoot root, Path file) throws IOException {
    check(file.toString(), root.size(file));
  }

  /**
   * Reads a whole file.
   *
   * @throws IOException if the file cannot be read or is above the ceiling: a judging error
   */
  public static byte[] content(SourceFile file) throws IOException {
    return content(file.root(), file.path());
  }

  /** Reads a whole file. It can grow at any time, so its size is not read in advance. */
  static byte[] content(FileRoot root, Path file) throws IOException {
    byte[] content = root.read(file, MAX_BYTES + 1);
    check(file.toString(), content.length);
    return content;
  }

  private static void check(String what, long bytes) throws IOException {
    if (bytes > MAX_BYTES) {
      throw new IOException(what + " is larger than " + MAX_BYTES + " bytes");
    }
  }
}
