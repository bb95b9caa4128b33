package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.files.DiskQuota;
import io.kotha.sandbox.linux.plan.FileTree.Entry;
import io.kotha.sandbox.linux.plan.FileTree.EntryFlag;
import io.kotha.sandbox.linux.plan.FileTree.EntryKind;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.FileTree.Source;
import io.kotha.sandbox.linux.plan.FileTree.SourceFlag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the sources and the entries of a file tree, in the order of the mounts. No mount point
 * is created in a directory of the host, and none is reached through a link that another room could
 * make.
 */
final class TreeBuilder {

  private final boolean persistent;
  private boolean sharesDirectory;
  private final List<Source> sources = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  TreeBuilder(Rootfs.Mode mode) {
    persistent = mode == Rootfs.Mode.PERSISTENT;
    sharesDirectory = persistent;
  }

  /** Adds a source and returns its index. */
  int source(String path, Set<SourceFlag> flags, int attributes) {
    sources.add(new Source(path, flags, attributes));
    return sources.size() - 1;
  }

  /** Binds a source on a target. */
  void bind(String target, int source, EntryFlag make) {
    entries.add(
        new Entry(EntryKind.BIND, guarded(target, Set.of(make)), 0, source, target, "", ""));
    boolean writable = (sources.get(source).attributes() & FileTree.RDONLY) == 0;
    sharesDirectory |= writable && make == EntryFlag.MAKE_DIRECTORY;
  }

  /** Mounts a new file system. */
  void fileSystem(String type, String target, String options, int attributes) {
    add(EntryKind.FILE_SYSTEM, Set.of(EntryFlag.MAKE_DIRECTORY), attributes, target, type, options);
  }

  /** Mounts a tmpfs of limited size. */
  void tmpfs(String target, DiskQuota quota, String options, int attributes) {
    fileSystem("tmpfs", target, options + quota(quota), attributes);
  }

  /** Covers a file or directory, if it exists. */
  void mask(String target) {
    add(EntryKind.MASK, Set.of(EntryFlag.OPTIONAL), 0, target, "", "");
  }

  /** Binds a file or directory on itself with attributes, if it exists. */
  void bindOnItself(String target, int attributes) {
    add(EntryKind.SELF, Set.of(EntryFlag.OPTIONAL), attributes, target, "", "");
  }

  /** Sets the attributes of the mount at a target. */
  void attributes(String target, int attributes) {
    add(EntryKind.ATTRIBUTES, Set.of(), attributes, target, "", "");
  }

  /** Creates a symbolic link. */
  void link(String target, String text) {
    add(EntryKind.SYMLINK, Set.of(), 0, target, text, "");
  }

  /** Writes a text to a file of the room's {@code /proc}. */
  void write(String text, String file) {
    add(EntryKind.WRITE, Set.of(), 0, file, text, "");
  }

  /**
   * Writes a text to a file of the root.
   *
   * @param flags {@link EntryFlag#OPTIONAL} if the room does without a file that the kernel refuses
   */
  void file(String target, String text, Set<EntryFlag> flags) {
    add(EntryKind.FILE, flags, 0, target, text, "");
  }

  /** Returns the number of files with a text. */
  long files() {
    return entries.stream().filter(e -> e.kind() == EntryKind.FILE).count();
  }

  FileTree build(RootKind kind, int root, String options) {
    return new FileTree(sources, kind, root, options, entries);
  }

  /** Returns the mount options of a tmpfs that limit its size and its number of inodes. */
  private static String quota(DiskQuota quota) {
    return ",size=" + quota.size().bytes() + ",nr_inodes=" + quota.inodes();
  }

  private void add(
      EntryKind kind,
      Set<EntryFlag> flags,
      int attributes,
      String target,
      String text,
      String options) {
    entries.add(new Entry(kind, guarded(target, flags), attributes, -1, target, text, options));
  }

  private Set<EntryFlag> guarded(String target, Set<EntryFlag> flags) {
    if (!sharesDirectory) {
      return flags;
    }
    EnumSet<EntryFlag> all = EnumSet.of(EntryFlag.NO_LINKS);
    all.addAll(flags);
    if (persistent && !isInMount(target)) {
      all.add(EntryFlag.EXISTING);
    }
    return all;
  }

  private boolean isInMount(String target) {
    return entries.stream()
        .filter(e -> e.kind() == EntryKind.BIND || e.kind() == EntryKind.FILE_SYSTEM)
        .anyMatch(e -> FileTree.isBelow(target, e.target()));
  }
}
