package io.kotha.sandbox.linux.plan;

import java.util.List;
import java.util.Set;

/**
 * The file tree of a room: sources that are cloned from the host, a root, and the entries that are
 * mounted or created on it.
 *
 * @param sources the parts of the host's tree that are cloned as detached mounts; each is used once
 * @param rootKind the kind of the root
 * @param rootSource the index of the root's source, or -1
 * @param rootOptions the options of the tmpfs that is the root or holds the upper layer
 * @param entries the mounts, links and writes, in order
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

  /**
   * A part of the host's tree.
   *
   * @param path the absolute path, without symbolic links
   * @param flags the options of cloning it
   * @param attributes the mask of {@code MOUNT_ATTR_*}
   */
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

    /** Returns a description for error messages. */
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
