package io.kotha.examples.grader.input;

import java.io.IOException;
import java.nio.file.Files;
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
      sum += Files.size(file.path());
    }
    check(what, sum);
  }

  static void check(Path file) throws IOException {
    check(file.toString(), Files.size(file));
  }

  private static void check(String what, long bytes) throws IOException {
    if (bytes > MAX_BYTES) {
      throw new IOException(what + " is larger than " + MAX_BYTES + " bytes");
    }
  }
}
