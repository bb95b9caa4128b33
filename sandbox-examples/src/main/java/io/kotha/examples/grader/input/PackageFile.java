package io.kotha.examples.grader.input;

import io.kotha.examples.files.FileRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A regular file inside a package. Only a {@link PackageTree} makes one, and the file is opened
 * beneath the package without following a symbolic link, so that no reader of a package can read a
 * file of the host.
 */
public final class PackageFile {

  private final Path name;
  private final FileRoot root;
  private final Path real;
  private final Budget budget;

  PackageFile(Path name, FileRoot root, Path real, Budget budget) {
    this.name = name;
    this.root = root;
    this.real = real;
    this.budget = budget;
  }

  /** Returns the path by which the package names the file, for messages. */
  public Path name() {
    return name;
  }

  /**
   * Returns the path without symbolic links, to copy the file from: a room takes no other path.
   *
   * @throws IOException if the file is above the {@link Ceiling}
   */
  public Path path() throws IOException {
    Ceiling.check(root, real);
    return real;
  }

  /**
   * Reads the whole file.
   *
   * @throws IOException if the file cannot be read or is above the {@link Ceiling}
   */
  public byte[] content() throws IOException {
    return Ceiling.content(root, real);
  }

  /**
   * Reads at most {@code maxBytes} as UTF-8; malformed bytes are replaced.
   *
   * @throws InputException also if the package has too much text
   */
  public String text(int maxBytes) throws InputException {
    return new String(bytes(maxBytes), StandardCharsets.UTF_8);
  }

  /** Reads at most {@code maxBytes}. */
  byte[] bytes(int maxBytes) throws InputException {
    try {
      byte[] bytes = root.read(real, maxBytes);
      budget.countBytes(name, bytes.length);
      return bytes;
    } catch (IOException e) {
      throw new InputException(name, "cannot be read: " + e.getMessage(), e);
    }
  }
}
