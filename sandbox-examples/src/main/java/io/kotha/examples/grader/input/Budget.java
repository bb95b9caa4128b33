package io.kotha.examples.grader.input;

import java.nio.file.Path;

/**
 * The work that one package may cause its reader. Links make a small package look large: a limit of
 * each directory or file does not bound the sum.
 */
final class Budget {

  static final int MAX_ENTRIES = 20_000;
  static final long MAX_BYTES = 64 << 20;

  private int entries;
  private long bytes;

  /** Counts an entry of a directory, each time that the directory is listed. */
  void countEntry(Path directory) throws InputException {
    entries++;
    if (entries > MAX_ENTRIES) {
      throw new InputException(
          directory, "with this directory the package has more than " + MAX_ENTRIES + " entries");
    }
  }

  /** Counts text that was read from a file, each time that it is read. */
  void countBytes(Path file, int read) throws InputException {
    bytes += read;
    if (bytes > MAX_BYTES) {
      throw new InputException(
          file, "with this file the package has more than " + MAX_BYTES + " bytes of text to read");
    }
  }
}
