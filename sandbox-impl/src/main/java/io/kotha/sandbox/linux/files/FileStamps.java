package io.kotha.sandbox.linux.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of files when they were read: inode, size and time of modification. A file that was
 * rebuilt, replaced or removed since has a different state.
 */
record FileStamps(List<Stamp> stamps) {

  /** The path and the state of one file; a missing file has no state. */
  private record Stamp(Path path, Optional<State> state) {}

  private record State(@Nullable Object inode, long size, FileTime modified) {}

  FileStamps {
    stamps = List.copyOf(stamps);
  }

  /** Reads the current state of files. Does not follow symbolic links. */
  static FileStamps of(List<Path> paths) {
    List<Stamp> stamps = new ArrayList<>();
    for (Path path : paths) {
      stamps.add(new Stamp(path, state(path)));
    }
    return new FileStamps(stamps);
  }

  /** Returns whether no file has changed since its state was read. */
  boolean isCurrent() {
    return stamps.stream().allMatch(stamp -> stamp.state().equals(state(stamp.path())));
  }

  private static Optional<State> state(Path path) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new State(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
