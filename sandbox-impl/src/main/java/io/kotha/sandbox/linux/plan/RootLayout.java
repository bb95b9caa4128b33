package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import java.util.List;

/**
 * The layout of a root file system, read from the disk before planning.
 *
 * @param kind the kind of the root: {@link RootKind#DIRECTORY} if the directory has every mount
 *     point that the room needs, {@link RootKind#OVERLAY} if it lacks one or must be writable,
 *     {@link RootKind#TMPFS} if the root is assembled from entries
 * @param path the path of the directory, without symbolic links; empty for an assembled root
 * @param mapping the mapping of the owners of the directory
 * @param entries the contents of an assembled root, or the files that are added to a directory
 */
public record RootLayout(RootKind kind, String path, Mapping mapping, List<Entry> entries) {

  public RootLayout {
    entries = List.copyOf(entries);
  }

  /** The mapping of the owners of a mounted directory. */
  public enum Mapping {
    /** An idmapped mount shows the owners of the files inside the room; only if the JVM is root. */
    IDMAPPED,
    /** Owners are not mapped: the payload has the permissions of "others" on the files. */
    PLAIN
  }

  /** The kind of an entry. */
  public enum EntryKind {
    DIRECTORY,
    FILE,
    SYMLINK,
    /** A file with a text. */
    TEXT,
    /** A file whose text depends on the description: one of {@link EtcFiles}. */
    GENERATED
  }

  /**
   * An entry of an assembled root.
   *
   * @param target the path in the room
   * @param source the path on the host, the target of a symbolic link, or the text; empty if the
   *     text depends on the description
   */
  public record Entry(EntryKind kind, String target, String source) {}
}
