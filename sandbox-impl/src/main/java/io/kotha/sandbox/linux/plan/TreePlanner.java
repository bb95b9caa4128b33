package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.plan.FileTree.NODEV;
import static io.kotha.sandbox.linux.plan.FileTree.NOSUID;
import static io.kotha.sandbox.linux.plan.FileTree.RDONLY;

import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.files.DiskQuota;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.linux.plan.FileTree.EntryFlag;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.FileTree.SourceFlag;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Plans the file tree of a room: the root and its entries, {@code /proc}, {@code /dev}, {@code
 * /tmp}, and then the mounts of the caller.
 */
final class TreePlanner {

  /** The directories in which the helper's validator lets the zygote look up a source. */
  private static final List<String> OF_SYSTEM =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc");

  private static final long PAGE = 4096;

  private final SandboxSpec spec;
  private final Host host;
  private final FileInputs inputs;
  private final Set<Plan.Flag> flags;
  private final EtcFiles etc;
  private final TreeBuilder tree;
  private final List<String> copyTargets;

  private TreePlanner(
      SandboxSpec spec, Host host, FileInputs inputs, Set<Plan.Flag> flags, EtcFiles etc) {
    this.spec = spec;
    this.host = host;
    this.inputs = inputs;
    this.flags = flags;
    this.etc = etc;
    this.tree = new TreeBuilder(spec.files().rootfs().mode());
    this.copyTargets = CopyTargets.newDirectories(spec);
  }

  static FileTree plan(
      SandboxSpec spec, Host host, FileInputs inputs, Set<Plan.Flag> flags, EtcFiles etc)
      throws SandboxException {
    return new TreePlanner(spec, host, inputs, flags, etc).plan();
  }

  private FileTree plan() throws SandboxException {
    Rootfs.Mode mode = spec.files().rootfs().mode();
    RootLayout layout = inputs.layout();
    int root = -1;
    if (layout.kind() != RootKind.TMPFS) {
      // An overlay never writes to its lower layer.
      boolean readOnly = mode != Rootfs.Mode.PERSISTENT;
      root = tree.source(layout.path(), rootFlags(mode), NOSUID | NODEV | (readOnly ? RDONLY : 0));
    }
    layout.entries().forEach(this::rootEntry);
    new SystemMounts(spec, host, flags, tree).plan();
    tree.tmpfs("/tmp", spec.files().tmp(), "mode=1777", NOSUID | NODEV);
    mounts();
    if (mode == Rootfs.Mode.READ_ONLY && layout.kind() != RootKind.DIRECTORY) {
      tree.attributes("/", RDONLY | NOSUID | NODEV);
    }
    return tree.build(layout.kind(), root, "mode=0755" + layer());
  }

  private Set<SourceFlag> rootFlags(Rootfs.Mode mode) throws SandboxException {
    Set<SourceFlag> flags = EnumSet.of(SourceFlag.RECURSIVE);
    if (host.isRoot()) {
      flags.add(SourceFlag.PASSED);
    }
    if (canIdmap() && inputs.layout().mapping() == RootLayout.Mapping.IDMAPPED) {
      flags.add(SourceFlag.IDMAP);
    } else if (host.isRoot() && mode != Rootfs.Mode.READ_ONLY) {
      throw new SandboxException(
          "a "
              + (mode == Rootfs.Mode.PERSISTENT ? "persistent" : "writable")
              + " rootfs needs an idmapped mount to keep its owners. That needs a user namespace and"
              + " a file system that can be idmapped (Linux 5.12: ext4, xfs, btrfs; 6.3: tmpfs): "
              + inputs.layout().path());
    }
    return flags;
  }

  private boolean canIdmap() {
    return host.isRoot() && !spec.isolation().shared().contains(Namespace.USER);
  }

  private void rootEntry(RootLayout.Entry entry) {
    switch (entry.kind()) {
      case DIRECTORY ->
          tree.bind(
              entry.target(),
              rootSource(entry.source(), EnumSet.of(SourceFlag.RECURSIVE)),
              EntryFlag.MAKE_DIRECTORY);
      case FILE ->
          tree.bind(
              entry.target(),
              rootSource(entry.source(), EnumSet.noneOf(SourceFlag.class)),
              EntryFlag.MAKE_FILE);
      case SYMLINK -> tree.link(entry.target(), entry.source());
      case TEXT -> tree.file(entry.target(), entry.source(), need());
      case GENERATED -> tree.file(entry.target(), etc.text(entry.target()), need());
    }
  }

  /** The zygote looks up the system's own paths only: another file system may not answer it. */
  private int rootSource(String path, Set<SourceFlag> flags) {
    if (host.isRoot() && OF_SYSTEM.stream().noneMatch(top -> FileTree.isBelow(path, top))) {
      flags.add(SourceFlag.PASSED);
    }
    return tree.source(path, flags, RDONLY | NOSUID | NODEV);
  }

  /**
   * Returns the flags of files with a text. An overlay cannot take them if the directory above
   * belongs to a user that has no id in the room; the room of such an image has worked without.
   */
  private Set<EntryFlag> need() {
    return inputs.layout().path().isEmpty() ? Set.of() : Set.of(EntryFlag.OPTIONAL);
  }

  private void mounts() throws SandboxException {
    List<Mount> mounts = spec.files().mounts();
    MountPoints.refuseShared(mounts);
    copyTargets(MountOrder.ROOT);
    int bind = 0;
    for (int i = 0; i < mounts.size(); i++) {
      if (mounts.get(i) instanceof Mount.Bind b) {
        bind(b, inputs.binds().get(bind++));
      } else if (mounts.get(i) instanceof Mount.Tmpfs t) {
        tree.tmpfs(t.target(), DiskQuota.of(t.size()), "mode=0755" + owner(), NOSUID | NODEV);
      }
      copyTargets(i);
    }
  }

  /** Adds the directories of copied files that lie in a mount, before the mounts in them. */
  private void copyTargets(int mount) {
    for (String directory : copyTargets) {
      if (MountOrder.mountOf(directory, spec.files().mounts()) == mount) {
        tree.tmpfs(directory, spec.files().tmp(), "mode=0755" + owner(), NOSUID | NODEV);
      }
    }
  }

  private void bind(Mount.Bind bind, FileInputs.BindSource from) {
    Set<SourceFlag> flags = EnumSet.noneOf(SourceFlag.class);
    boolean directory = from.kind() == FileInputs.BindSource.Kind.DIRECTORY;
    if (directory) {
      flags.add(SourceFlag.RECURSIVE);
    }
    boolean writable = bind.access() == Mount.Access.READ_WRITE;
    if (writable && canIdmap()) {
      flags.add(SourceFlag.IDMAP);
    } else if (from.isPrivate() && canIdmap() && !(spec.identity().idMap() instanceof IdMap.None)) {
      // Nobody but its owner could read it. An unmapped program is no owner. Other sources are not
      // mapped: /etc may be bound, and what only root may read in it stays so.
      flags.add(SourceFlag.IDMAP);
      flags.add(SourceFlag.UNMAPPED);
    }
    if (host.isRoot()) {
      flags.add(SourceFlag.PASSED);
    }
    int source = tree.source(from.path(), flags, NOSUID | NODEV | (writable ? 0 : RDONLY));
    tree.bind(bind.target(), source, directory ? EntryFlag.MAKE_DIRECTORY : EntryFlag.MAKE_FILE);
  }

  /**
   * Returns mount options with the payload's ids as init sees them. A single id is still mapped to
   * 0 when init mounts, so there are no such options.
   */
  private String owner() {
    boolean single = IdPlanner.hasSingleId(spec, host);
    if (single || spec.identity().idMap() instanceof IdMap.None) {
      return "";
    }
    long base = spec.isolation().shared().contains(Namespace.USER) ? inputs.idBase() : 0;
    return ",uid="
        + (base + spec.identity().user().uid())
        + ",gid="
        + (base + spec.identity().user().gid());
  }

  /**
   * Returns the size options of the upper layer, with space for Kotha's own files. The number of
   * inodes is limited as well if the caller says so; the kernel's default is half of the host's
   * pages.
   */
  private String layer() {
    DiskQuota layer = spec.files().layer();
    boolean writable = spec.files().rootfs().mode() == Rootfs.Mode.WRITABLE;
    long files = tree.files();
    long directories = files == 0 ? 0 : 1;
    return layer == null || !writable
        ? ",size=" + (spec.files().tmp().size().bytes() + files * PAGE)
        : ",size="
            + (layer.size().bytes() + files * PAGE)
            + ",nr_inodes="
            + (layer.inodes() + files + directories);
  }
}
