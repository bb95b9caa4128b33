package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.plan.FileTree.NODEV;
import static io.kotha.sandbox.linux.plan.FileTree.NOEXEC;
import static io.kotha.sandbox.linux.plan.FileTree.NOSUID;
import static io.kotha.sandbox.linux.plan.FileTree.RDONLY;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Mount;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.files.DiskQuota;
import io.kotha.sandbox.isolation.IdMap;
import io.kotha.sandbox.linux.plan.FileTree.Entry;
import io.kotha.sandbox.linux.plan.FileTree.EntryFlag;
import io.kotha.sandbox.linux.plan.FileTree.EntryKind;
import io.kotha.sandbox.linux.plan.FileTree.RootKind;
import io.kotha.sandbox.linux.plan.FileTree.Source;
import io.kotha.sandbox.linux.plan.FileTree.SourceFlag;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Plans the file tree of a room: the root and its entries, {@code /proc}, {@code /dev}, {@code
 * /tmp}, and then the mounts of the caller.
 */
final class TreePlanner {

  private static final List<String> DEVICES =
      List.of("null", "zero", "full", "random", "urandom", "tty");

  /** The files that runc masks: they expose host-wide information or give access to the host. */
  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/kallsyms",
          "/proc/kmsg",
          "/proc/kpagecount",
          "/proc/kpageflags",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats");

  /** The files that runc makes read-only. */
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private final SandboxSpec spec;
  private final Host host;
  private final RoomInputs inputs;
  private final Set<Plan.Flag> flags;
  private final List<Source> sources = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  private TreePlanner(SandboxSpec spec, Host host, RoomInputs inputs, Set<Plan.Flag> flags) {
    this.spec = spec;
    this.host = host;
    this.inputs = inputs;
    this.flags = flags;
  }

  static FileTree plan(SandboxSpec spec, Host host, RoomInputs inputs, Set<Plan.Flag> flags)
      throws SandboxException {
    return new TreePlanner(spec, host, inputs, flags).plan();
  }

  private FileTree plan() throws SandboxException {
    Rootfs.Mode mode = spec.files().rootfs().mode();
    RootLayout layout = inputs.layout();
    int root = -1;
    if (layout.kind() != RootKind.TMPFS) {
      // An overlay never writes to its lower layer.
      boolean readOnly = mode != Rootfs.Mode.PERSISTENT;
      root = source(layout.path(), rootFlags(mode), NOSUID | NODEV | (readOnly ? RDONLY : 0));
    }
    layout.entries().forEach(this::rootEntry);
    if (flags.contains(Plan.Flag.PROC)) {
      proc();
    }
    devices();
    memory("/tmp", spec.files().tmp(), "mode=1777", NOSUID | NODEV);
    mounts();
    if (mode == Rootfs.Mode.READ_ONLY && layout.kind() != RootKind.DIRECTORY) {
      entry(EntryKind.ATTRIBUTES, Set.of(), RDONLY | NOSUID | NODEV, "/", "", "");
    }
    return new FileTree(sources, layout.kind(), root, "mode=0755" + layer(), entries);
  }

  private Set<SourceFlag> rootFlags(Rootfs.Mode mode) throws SandboxException {
    Set<SourceFlag> flags = EnumSet.of(SourceFlag.RECURSIVE);
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
          tree(
              entry.target(),
              source(entry.source(), Set.of(SourceFlag.RECURSIVE), RDONLY | NOSUID | NODEV),
              EntryFlag.MAKE_DIRECTORY);
      case FILE ->
          tree(
              entry.target(),
              source(entry.source(), Set.of(), RDONLY | NOSUID | NODEV),
              EntryFlag.MAKE_FILE);
      case SYMLINK -> entry(EntryKind.SYMLINK, Set.of(), 0, entry.target(), entry.source(), "");
    }
  }

  private void proc() {
    entry(
        EntryKind.FILE_SYSTEM,
        Set.of(EntryFlag.MAKE_DIRECTORY),
        NOSUID | NODEV | NOEXEC,
        "/proc",
        "proc",
        "");
    if (flags.contains(Plan.Flag.NO_NESTING)) {
      noNesting();
    }
    for (String path : READ_ONLY) {
      entry(
          EntryKind.SELF,
          Set.of(EntryFlag.OPTIONAL),
          RDONLY | NOSUID | NODEV | NOEXEC,
          path,
          "",
          "");
    }
  }

  /**
   * Sets limits of the room's user namespace, which hold for all namespaces below it together. They
   * are written through the room's own {@code /proc/sys} before it becomes read-only: that is
   * faster than the host's, where the kernel searches the files of all live namespaces.
   */
  private void noNesting() {
    write(flags.contains(Plan.Flag.LOCK) ? "1" : "0", "/proc/sys/user/max_user_namespaces");
    // The kernel charges these also to the JVM's user, whose limit is 128 by default. No room may
    // use up all of them.
    write("16", "/proc/sys/user/max_inotify_instances");
  }

  private void devices() {
    memory("/dev", DiskQuota.of(MemorySize.KiB(64)), "mode=0755", NOSUID | NODEV | NOEXEC);
    for (String device : DEVICES) {
      // The only mounts without NODEV: these are the devices.
      int source = source("/dev/" + device, Set.of(), NOSUID | NOEXEC);
      tree("/dev/" + device, source, EntryFlag.MAKE_FILE);
    }
    if (flags.contains(Plan.Flag.PROC)) {
      // After /dev/null, which is mounted over masked files.
      for (String path : MASKED) {
        entry(EntryKind.MASK, Set.of(EntryFlag.OPTIONAL), 0, path, "", "");
      }
      link("/dev/fd", "/proc/self/fd");
      link("/dev/stdin", "/proc/self/fd/0");
      link("/dev/stdout", "/proc/self/fd/1");
      link("/dev/stderr", "/proc/self/fd/2");
    }
    memory("/dev/shm", spec.files().tmp(), "mode=1777", NOSUID | NODEV | NOEXEC);
    entry(
        EntryKind.FILE_SYSTEM,
        Set.of(EntryFlag.MAKE_DIRECTORY),
        NOSUID | NOEXEC,
        "/dev/pts",
        "devpts",
        "mode=0620,ptmxmode=0666");
    link("/dev/ptmx", "pts/ptmx");
    messageQueues();
    entry(EntryKind.ATTRIBUTES, Set.of(), RDONLY | NOSUID | NODEV | NOEXEC, "/dev", "", "");
  }

  /**
   * Mounts the room's own message queues, so that a Landlock rule can refer to them. The kernel
   * allows the mount only to the owner of the IPC namespace. With a second user namespace, that
   * namespace does not exist yet.
   */
  private void messageQueues() {
    boolean own = !spec.isolation().shared().contains(Namespace.IPC);
    if (own && host.messageQueues() && !IdPlanner.needsLock(spec, host)) {
      entry(
          EntryKind.FILE_SYSTEM,
          Set.of(EntryFlag.MAKE_DIRECTORY),
          NOSUID | NODEV | NOEXEC,
          "/dev/mqueue",
          "mqueue",
          "");
    }
  }

  private void mounts() {
    int bind = 0;
    for (Mount mount : spec.files().mounts()) {
      if (mount instanceof Mount.Bind b) {
        bind(b, inputs.binds().get(bind++));
      } else if (mount instanceof Mount.Tmpfs t) {
        memory(t.target(), DiskQuota.of(t.size()), "mode=0755" + owner(), NOSUID | NODEV);
      }
    }
    for (String directory : CopyTargets.newDirectories(spec)) {
      memory(directory, spec.files().tmp(), "mode=0755" + owner(), NOSUID | NODEV);
    }
  }

  private void bind(Mount.Bind bind, RoomInputs.BindSource from) {
    Set<SourceFlag> flags = EnumSet.noneOf(SourceFlag.class);
    boolean directory = from.kind() == RoomInputs.BindSource.Kind.DIRECTORY;
    if (directory) {
      flags.add(SourceFlag.RECURSIVE);
    }
    boolean writable = bind.access() == Mount.Access.READ_WRITE;
    if (writable && canIdmap()) {
      flags.add(SourceFlag.IDMAP);
    }
    int source = source(from.path(), flags, NOSUID | NODEV | (writable ? 0 : RDONLY));
    tree(bind.target(), source, directory ? EntryFlag.MAKE_DIRECTORY : EntryFlag.MAKE_FILE);
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

  private int source(String path, Set<SourceFlag> flags, int attributes) {
    sources.add(new Source(path, flags, attributes));
    return sources.size() - 1;
  }

  private void tree(String target, int source, EntryFlag make) {
    entries.add(new Entry(EntryKind.BIND, Set.of(make), 0, source, target, "", ""));
  }

  /**
   * Returns the size options of the upper layer. The number of inodes is limited as well, because
   * the kernel's default is half of the host's pages.
   */
  private String layer() {
    DiskQuota layer = spec.files().layer();
    boolean writable = spec.files().rootfs().mode() == Rootfs.Mode.WRITABLE;
    return layer == null || !writable ? ",size=" + spec.files().tmp().size().bytes() : quota(layer);
  }

  private static String quota(DiskQuota quota) {
    return ",size=" + quota.size().bytes() + ",nr_inodes=" + quota.inodes();
  }

  private void memory(String target, DiskQuota quota, String options, int attributes) {
    entry(
        EntryKind.FILE_SYSTEM,
        Set.of(EntryFlag.MAKE_DIRECTORY),
        attributes,
        target,
        "tmpfs",
        options + quota(quota));
  }

  private void link(String target, String text) {
    entry(EntryKind.SYMLINK, Set.of(), 0, target, text, "");
  }

  private void write(String text, String file) {
    entry(EntryKind.WRITE, Set.of(), 0, file, text, "");
  }

  private void entry(
      EntryKind kind,
      Set<EntryFlag> flags,
      int attributes,
      String target,
      String source,
      String options) {
    entries.add(new Entry(kind, flags, attributes, -1, target, source, options));
  }
}
