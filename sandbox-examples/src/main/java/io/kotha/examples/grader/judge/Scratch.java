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
 * A private host directory for built programs; deleted on close.
 *
 * <p>Only the grader's user can enter it. The directories in it are world-readable nevertheless: a
 * room's programs have ids without permissions on the host, and they reach a bind-mounted directory
 * without traversing its parents.
 */
public final class Scratch implements AutoCloseable {

  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");

  private final Path root;

  private Scratch(Path root) {
    this.root = root;
  }

  /**
   * Creates one below {@code java.io.tmpdir}. Its path has no symbolic link, because rooms follow
   * none; and none appears in it, because no room can write to it.
   */
  public static Scratch open() throws IOException {
    return new Scratch(Files.createTempDirectory("kotha-grade-").toRealPath());
  }

  /** Creates an empty directory in it. */
  Path directory(String prefix) throws IOException {
    Path directory = Files.createTempDirectory(root, prefix);
    Files.setPosixFilePermissions(directory, OPEN);
    return directory;
  }

  /** Makes a directory's files readable for all users, and executable if they are for the owner. */
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

  /** Deletes a directory with its content; does nothing if it does not exist. */
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
    try {
      delete(root);
    } catch (IOException e) {
      throw new IOException(root + ": cannot be deleted; delete it by hand: " + e, e);
    }
  }
}
