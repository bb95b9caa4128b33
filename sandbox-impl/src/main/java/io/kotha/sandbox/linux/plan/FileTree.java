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

  /** Returns whether a path of the room is a directory or lies below it. */
  public static boolean isBelow(String path, String directory) {
    return directory.equals("/") || path.equals(directory) || path.startsWith(directory + "/");
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

    /** Returns the number on the wire. */
    public int number() {
      return number;
    }
  }

  /** Options of cloning a source: {@code enum kt_source_flags}. */
  public enum SourceFlag {
    /** Clones the mounts below the source, too. */
    RECURSIVE(1),
    /** Makes an idmapped mount, which shows owners through the room's id map. */
    IDMAP(2),
    /**
     * The JVM opens the source and passes its descriptor. The zygote does not look up its path: the
     * file system may have stopped answering, and every room would wait.
     */
    PASSED(4),
    /** With {@link #IDMAP}: binds the source as it is if its file system has no idmapped mounts. */
    UNMAPPED(8);

    private final int bit;

    SourceFlag(int bit) {
      this.bit = bit;
    }

    /** Returns the bit on the wire. */
    public int bit() {
      return bit;
    }
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

  /** The action of an entry: {@code enum kt_mount_kind}. */
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
    /** Creates a symbolic link. */
    SYMLINK(6),
    /** Writes a text to a file of the room's {@code /proc}. */
    WRITE(7),
    /** Writes a text to a file that is new, or empty in the image, on the root itself. */
    FILE(8);

    private final int number;

    EntryKind(int number) {
      this.number = number;
    }

    /** Returns the number on the wire. */
    public int number() {
      return number;
    }
  }

  /** The way to the target, and the treatment of a missing one: {@code enum kt_mount_flags}. */
  public enum EntryFlag {
    /** Creates a directory. */
    MAKE_DIRECTORY(1),
    /** Creates an empty file. */
    MAKE_FILE(2),
    /** Skips the entry; also a file that cannot be written. */
    OPTIONAL(4),
    /** Fails even if another flag says to create it: it would be created on the host. */
    EXISTING(8),
    /**
     * Fails also if a symbolic link leads to it: another room, which can write to the same
     * directory of the host, may have made the link.
     */
    NO_LINKS(16);

    private final int bit;

    EntryFlag(int bit) {
      this.bit = bit;
    }

    /** Returns the bit on the wire. */
    public int bit() {
      return bit;
    }
  }

  /**
   * An entry of the file tree.
   *
   * @param kind the action
   * @param flags the way to the target, and the treatment of a missing one
   * @param attributes the mask of {@code MOUNT_ATTR_*}
   * @param source the index of the source that is bound, or -1
   * @param target the absolute path in the room
   * @param text the file system type, the target of a link, or the text to write; empty otherwise
   * @param options the mount options, {@code key=value} separated by commas
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

    /** Returns the {@code MOUNT_ATTR_*} of the mount; those of a bind are its source's. */
    public int attributes(List<Source> sources) {
      return kind == EntryKind.BIND ? sources.get(source).attributes() : attributes;
    }

    /** Returns a description for error messages. */
    public String describe(List<Source> sources) {
      return action(sources) + ((attributes(sources) & RDONLY) != 0 ? " (ro)" : "");
    }

    /** Returns what is done, without attributes. */
    String action(List<Source> sources) {
      return switch (kind) {
        case BIND -> "bind " + sources.get(source).path() + " → " + target;
        case FILE_SYSTEM -> text + " → " + target + (options.isEmpty() ? "" : " " + options);
        case MASK -> "mask " + target;
        case ATTRIBUTES, SELF -> "remount " + target;
        case WRITE -> text + " > " + target;
        case FILE -> "file " + target + ": " + text.strip().replace("\n", "; ");
        case SYMLINK -> "symlink " + target + " → " + text;
      };
    }
  }
}
