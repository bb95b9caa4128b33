package io.kotha.sandbox.linux.plan;

import java.util.List;
import java.util.Set;

/**
 * The room's file tree: sources cloned from the host, a root, and what is mounted on it, in order.
 *
 * @param sources detached copies of parts of the host's tree, each used once
 * @param rootKind what the root is
 * @param rootSource index of the root's source, or -1
 * @param rootOptions options of the tmpfs that is the root or holds the upper layer
 * @param entries what is mounted or made, in order
 */
public record FileTree(
    List<Source> sources,
    RootKind rootKind,
    int rootSource,
    String rootOptions,
    List<Entry> entries) {

  /** {@code MOUNT_ATTR_RDONLY}. */
  public static final int RDONLY = 1;

  /** {@code MOUNT_ATTR_NOSUID}. */
  public static final int NOSUID = 2;

  /** {@code MOUNT_ATTR_NODEV}. */
  public static final int NODEV = 4;

  /** {@code MOUNT_ATTR_NOEXEC}. */
  public static final int NOEXEC = 8;

  public FileTree {
    sources = List.copyOf(sources);
    entries = List.copyOf(entries);
  }

  /** The kind of the root: {@code enum kt_root_kind}. */
  public enum RootKind {
    /** A source, unchanged. */
    DIRECTORY(1),
    /** An empty tmpfs that the entries fill. */
    TMPFS(2),
    /** An overlay of a source and a tmpfs of the room. */
    OVERLAY(3);

    private final int number;

    RootKind(int number) {
      this.number = number;
    }

    /** The number on the wire. */
    public int number() {
      return number;
    }
  }

  /** How a source is cloned: {@code enum kt_source_flags}. */
  public enum SourceFlag {
    /** With the mounts below it. */
    RECURSIVE(1),
    /** With owners shown through the room's id map. */
    IDMAP(2);

    private final int bit;

    SourceFlag(int bit) {
      this.bit = bit;
    }

    /** The bit on the wire. */
    public int bit() {
      return bit;
    }
  }

  /** A part of the host's tree; the path is absolute and has no symbolic link. */
  public record Source(String path, Set<SourceFlag> flags, int attributes) {
    public Source {
      flags = Set.copyOf(flags);
    }
  }

  /** What an entry does: {@code enum kt_mount_kind}. */
  public enum EntryKind {
    /** Binds a source on the target. */
    BIND(1),
    /** Mounts a new file system. */
    FILE_SYSTEM(2),
    /** Covers the target with {@code /dev/null} or an empty directory. */
    MASK(3),
    /** Sets attributes on the mount at the target. */
    ATTRIBUTES(4),
    /** Binds the target on itself, with attributes. */
    SELF(5),
    /** Makes a symbolic link. */
    SYMLINK(6),
    /** Writes a text to a file of the room's {@code /proc}. */
    WRITE(7);

    private final int number;

    EntryKind(int number) {
      this.number = number;
    }

    /** The number on the wire. */
    public int number() {
      return number;
    }
  }

  /** What an entry does about a missing target: {@code enum kt_mount_flags}. */
  public enum EntryFlag {
    /** Makes a directory. */
    MAKE_DIRECTORY(1),
    /** Makes an empty file. */
    MAKE_FILE(2),
    /** Skips the entry. */
    OPTIONAL(4);

    private final int bit;

    EntryFlag(int bit) {
      this.bit = bit;
    }

    /** The bit on the wire. */
    public int bit() {
      return bit;
    }
  }

  /**
   * One entry.
   *
   * @param source index of the source that is bound, or -1
   * @param text file system type, text of a link, or the text to write; empty otherwise
   * @param options {@code key=value} separated by commas
   */
  public record Entry(
      EntryKind kind,
      Set<EntryFlag> flags,
      int attributes,
      int source,
      String target,
      String text,
      String options) {
    public Entry {
      flags = Set.copyOf(flags);
    }

    /** In words, for errors. */
    public String describe(List<Source> sources) {
      String ro = (attributes & RDONLY) != 0 ? " (ro)" : "";
      return switch (kind) {
        case BIND -> "bind " + sources.get(source).path() + " → " + target + ro;
        case FILE_SYSTEM -> text + " → " + target + ro + (options.isEmpty() ? "" : " " + options);
        case MASK -> "mask " + target;
        case ATTRIBUTES, SELF -> "remount " + target + ro;
        case WRITE -> text + " > " + target;
        case SYMLINK -> "symlink " + target + " → " + text;
      };
    }
  }
}
