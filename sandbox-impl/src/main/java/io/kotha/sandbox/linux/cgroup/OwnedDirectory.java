package io.kotha.sandbox.linux.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A directory of this JVM's cgroups. Another copy of Kotha in this JVM may make a directory of the
 * same name once the zygote has removed this one.
 *
 * @param fileKey tells the directory from a later one with its path
 */
record OwnedDirectory(Path path, Optional<Object> fileKey) {

  static OwnedDirectory of(Path path) {
    return new OwnedDirectory(path, keyOf(path));
  }

  /** Returns whether the directory is still there, and no other has its path by now. */
  boolean isThere() {
    return fileKey.isPresent() && fileKey.equals(keyOf(path));
  }

  private static Optional<Object> keyOf(Path path) {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty(); // it is gone
    }
  }
}
