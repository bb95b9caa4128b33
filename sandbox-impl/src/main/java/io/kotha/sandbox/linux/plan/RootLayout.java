package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import java.util.List;

/**
 * The layout of a root file system, read from the disk before planning.
 *
 * @param kind how the root is made: {@link RootKind#DIRECTORY} if the directory has every mount
 *     point that the room needs, {@link RootKind#OVERLAY} if it lacks one or is to be writable,
 *     {@link RootKind#TMPFS} if the root is assembled from entries
 * @param path the directory without symbolic links; empty for a root that is no directory
 * @param mapping whether the directory is mounted with its own owners
 * @param entries the contents of an assembled root
 */
public record RootLayout(RootKind kind, String path, Mapping mapping, List<Entry> entries) {

  public RootLayout {
    entries = List.copyOf(entries);
  }

  /** Whether a mounted directory shows its own owners. */
  public enum Mapping {
    /** By an idmapped mount, where the JVM is root. */
    IDMAPPED,
    /** Not: the payload has the permissions of others on its files. */
    PLAIN
  }

  /** Kinds of entries. */
  public enum EntryKind {
    DIRECTORY,
    FILE,
    SYMLINK
  }

  /**
   * One entry of an assembled root.
   *
   * @param source path on the host, or the text of a link
   */
  public record Entry(EntryKind kind, String target, String source) {}
}
