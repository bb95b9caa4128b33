package io.kotha.examples.grader.judge;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A private directory of the host for what is built and not yet run; gone when it is closed.
 *
 * <p>Nobody else gets into it. The directories in it are open to read all the same: a room's
 * programs are nobody to the host, and a directory mounted into a room is reached without passing
 * through its parents.
 */
public final class Scratch implements AutoCloseable {

  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");

  private final Path root;

  private Scratch(Path root) {
    this.root = root;
  }

  /** Makes one below the directory for temporary files. */
  public static Scratch open() throws IOException {
    return new Scratch(Files.createTempDirectory("kotha-grade-"));
  }

  /** A new empty directory. */
  Path directory(String prefix) throws IOException {
    Path directory = Files.createTempDirectory(root, prefix);
    Files.setPosixFilePermissions(directory, OPEN);
    return directory;
  }

  /** Lets everybody read what is in a directory, and run what its owner may run. */
  static void openToRead(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.setPosixFilePermissions(path, OPEN);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              Files.setPosixFilePermissions(path, Files.isExecutable(path) ? OPEN : PLAIN);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Deletes a directory of this one. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(path);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, @Nullable IOException problem)
              throws IOException {
            Files.deleteIfExists(path);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    delete(root);
  }
}
