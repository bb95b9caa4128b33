package io.kotha.sandbox.linux.sys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files of {@code /proc}, {@code /sys} and cgroupfs as text.
 *
 * <p>Do not read them with {@link java.nio.file.Files#readString}. It first reads one byte of a
 * file whose size is 0, and a file of {@code /proc/sys} answers only the read at offset 0: the rest
 * of the value is lost.
 */
public final class PseudoFile {

  /** Larger than any sysctl, so that the first read returns all of it. */
  private static final int CHUNK = 1 << 14;

  private PseudoFile() {}

  /**
   * Reads the whole file.
   *
   * @throws IOException if the file does not exist or the kernel refuses to read it
   */
  public static String read(String path) throws IOException {
    byte[] chunk = new byte[CHUNK];
    // A stream, because an interrupt of the caller closes a channel. Of the JDK's streams this one
    // keeps the kernel's reason when it cannot be opened.
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      int first = in.read(chunk);
      if (first < 0) {
        return "";
      }
      ByteArrayOutputStream all = new ByteArrayOutputStream(first);
      for (int n = first; n > 0; n = in.read(chunk)) {
        all.write(chunk, 0, n);
      }
      return all.toString(StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * Reads at most so many bytes of the file.
   *
   * @throws IOException if the file does not exist or the kernel refuses to read it
   */
  public static String read(String path, int max) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      return new String(in.readNBytes(max), StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * Returns the lines of a file that the kernel writes. Splits the text at newlines only. The
   * kernel escapes a newline in a path or a name, but not a carriage return ({@code mangle} in
   * fs/proc_namespace.c), at which {@link String#lines} splits as well: a process could forge a
   * line with the name of a file.
   */
  public static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n"));
  }

  /** Reads the whole file; empty if it cannot be read. */
  public static Optional<String> text(String path) {
    try {
      return Optional.of(read(path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
