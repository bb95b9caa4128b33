package io.kotha.examples.grader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A problem package made for a test, file by file. */
public final class PackageFixture {

  private final Path root;

  private PackageFixture(Path root) {
    this.root = root;
  }

  /** A package in a new directory of this name. */
  public static PackageFixture in(Path parent, String name) {
    return new PackageFixture(parent.resolve(name));
  }

  /** A legacy package that reads a number and wants it back, with one test case. */
  public static PackageFixture echo(Path parent, String name) {
    return in(parent, name)
        .file("problem.yaml", "name: Echo\n")
        .file(".timelimit", "1\n")
        .testCase("data/sample/1", "42\n", "42\n")
        .file("submissions/accepted/echo.sh", "cat\n");
  }

  /** Writes a file. */
  public PackageFixture file(String name, String content) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the two files of a test case. */
  public PackageFixture testCase(String name, String input, String answer) {
    return file(name + ".in", input).file(name + ".ans", answer);
  }

  /** Makes a file executable. */
  public PackageFixture executable(String name) {
    if (!root.resolve(name).toFile().setExecutable(true, false)) {
      throw new IllegalStateException("chmod " + name);
    }
    return this;
  }

  /** Makes a symbolic link. */
  public PackageFixture link(String name, Path target) {
    try {
      Path link = root.resolve(name);
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, target);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The package's directory. */
  public Path root() {
    return root;
  }
}
