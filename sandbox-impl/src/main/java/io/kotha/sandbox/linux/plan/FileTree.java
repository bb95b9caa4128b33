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

  /** What the root is; the ordinal plus 1 is {@code enum kt_root_kind}. */
  public enum RootKind {
    /** A source as it is. */
    DIRECTORY,
    /** An empty tmpfs that the entries fill. */
    TMPFS,
    /** A source below, a tmpfs of the room above. */
    OVERLAY
  }

  /** How a source is cloned. */
  public enum SourceFlag {
    /** With the mounts below it. */
    RECURSIVE,
    /** Its owners shown through the room's id map. */
    IDMAP
  }

  /** A part of the host's tree; the path is absolute and has no symbolic link. */
  public record Source(String path, Set<SourceFlag> flags, int attributes) {
    public Source {
      flags = Set.copyOf(flags);
    }
  }

  /** What an entry does; the ordinal plus 1 is {@code enum kt_mount_kind}. */
  public enum EntryKind {
    TREE,
    FILE_SYSTEM,
    MASK,
    ATTRIBUTES,
    SELF,
    DIRECTORY,
    SYMLINK,
    WRITE
  }

  /** How; the ordinal is the bit of {@code enum kt_mount_flags}. */
  public enum EntryFlag {
    MAKE_DIRECTORY,
    MAKE_FILE,
    OPTIONAL,
    RECURSIVE
  }

  /**
   * One entry.
   *
   * @param source file system type, a link's text, or what is written; empty otherwise
   * @param options {@code key=value} separated by commas
   * @param tree index of the source it mounts, or -1
   * @param mode permission bits of a directory that is made; 0: 0755
   */
  public record Entry(
      EntryKind kind,
      Set<EntryFlag> flags,
      int attributes,
      int tree,
      String target,
      String source,
      String options,
      int mode) {
    public Entry {
      flags = Set.copyOf(flags);
    }

    /** In words, for errors. */
    public String describe(List<Source> sources) {
      String ro = (attributes & RDONLY) != 0 ? " (ro)" : "";
      return switch (kind) {
        case TREE -> "bind " + sources.get(tree).path() + " → " + target + ro;
        case FILE_SYSTEM -> source + " → " + target + ro + (options.isEmpty() ? "" : " " + options);
        case MASK -> "mask " + target;
        case ATTRIBUTES, SELF -> "remount " + target + ro;
        case DIRECTORY -> "mkdir " + target;
        case WRITE -> source + " > " + target;
        case SYMLINK -> "symlink " + target + " → " + source;
      };
    }
  }
}
