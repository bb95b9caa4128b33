package io.kotha.sandbox.linux.plan;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.UnsupportedHostException.Missing;
import io.kotha.sandbox.isolation.Landlock;
import io.kotha.sandbox.isolation.Landlock.Access;
import io.kotha.sandbox.linux.plan.FileTree.Entry;
import io.kotha.sandbox.linux.plan.FileTree.EntryFlag;
import io.kotha.sandbox.linux.plan.FileTree.EntryKind;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans the Landlock domain of a room: the rules that the caller set or, by default, rules that
 * repeat the access that the mounts give.
 */
final class DomainPlanner {

  // LANDLOCK_ACCESS_FS_* of linux/landlock.h. All are handled, so that any access without a rule
  // is refused.
  private static final long EXECUTE = 1;
  private static final long WRITE_FILE = 1 << 1;
  private static final long READ_FILE = 1 << 2;
  private static final long READ_DIRECTORY = 1 << 3;
  private static final long REMOVE = 1 << 4 | 1 << 5;
  private static final long MAKE_DEVICES = 1 << 6 | 1 << 11;
  private static final long MAKE_SOCKET = 1 << 9;
  private static final long MAKE = 1 << 7 | 1 << 8 | MAKE_SOCKET | 1 << 10 | 1 << 12;
  private static final long REFER = 1 << 13;
  private static final long TRUNCATE = 1 << 14;
  private static final long DEVICE_IOCTL = 1 << 15;

  private static final long READ = READ_FILE | READ_DIRECTORY;
  private static final long WRITE = WRITE_FILE | REMOVE | MAKE | REFER | TRUNCATE | DEVICE_IOCTL;
  private static final long OF_ONE_FILE =
      EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | DEVICE_IOCTL;

  private static final long BIND = 1;
  private static final long CONNECT = 2;

  private static final long SCOPE_ABSTRACT_SOCKETS = 1;
  private static final long SCOPE_SIGNALS = 2;

  private static final int ABI_REFER = 2;
  private static final int ABI_TRUNCATE = 3;
  private static final int ABI_NET = 4;
  private static final int ABI_DEVICE_IOCTL = 5;
  private static final int ABI_SCOPE = 6;

  private final SandboxSpec spec;
  private final FileTree tree;
  private final int abi;

  private DomainPlanner(SandboxSpec spec, FileTree tree, int abi) {
    this.spec = spec;
    this.tree = tree;
    this.abi = abi;
  }

  /**
   * Plans the domain.
   *
   * @param abi the kernel's Landlock ABI version; 0 if it has no Landlock
   * @throws UnsupportedHostException if this version does not support the requested rules
   */
  static Domain plan(SandboxSpec spec, FileTree tree, int abi) throws UnsupportedHostException {
    Landlock landlock = spec.isolation().landlock();
    // A domain would deny the very things that such a room is for: mounts, and the host's queues.
    boolean unfit =
        spec.identity().capabilities().contains(Capability.SYS_ADMIN)
            || spec.isolation().shared().contains(Namespace.IPC);
    boolean wanted =
        switch (landlock.use()) {
          case OFF -> false;
          case WHERE_AVAILABLE -> abi > 0 && !unfit;
          case REQUIRED -> true;
        };
    if (!wanted) {
      return Domain.NONE;
    }
    require(landlock, abi);
    return new DomainPlanner(spec, tree, abi).plan(landlock);
  }

  /**
   * Returns the domain that refuses signals to processes outside of it, and nothing else.
   *
   * @param abi the kernel's Landlock ABI version; one without scopes has no such domain
   */
  static Domain withoutSignals(int abi) {
    return abi < ABI_SCOPE ? Domain.NONE : new Domain(0, 0, SCOPE_SIGNALS, List.of());
  }

  private static void require(Landlock landlock, int abi) throws UnsupportedHostException {
    boolean ports = landlock.bind() != null || landlock.connect() != null;
    if (abi < 1 || (ports && abi < ABI_NET)) {
      throw new UnsupportedHostException(
          List.of(
              new Missing(
                  "landlock",
                  abi < 1
                      ? "this kernel has no Landlock"
                      : "Landlock version " + abi + " has no rules for ports",
                  ports
                      ? "Linux 6.7 or later with lsm=landlock,…"
                      : "Linux 5.13 or later with lsm=landlock,… on the kernel's command line")));
    }
  }

  private Domain plan(Landlock landlock) {
    List<Domain.Rule> rules = new ArrayList<>();
    if (landlock.files().isEmpty()) {
      repeatMounts(rules);
    } else {
      for (Landlock.FileRule rule : landlock.files()) {
        long rights = rights(rule.access());
        rules.add(rule(rule.path(), isFile(rule.path()) ? rights & OF_ONE_FILE : rights));
      }
    }
    long ports = ports(rules, landlock.bind(), BIND) | ports(rules, landlock.connect(), CONNECT);
    return new Domain(handled(), ports, scoped(), rules);
  }

  private static long ports(List<Domain.Rule> rules, @Nullable Set<Integer> ports, long right) {
    if (ports == null) {
      return 0;
    }
    ports.forEach(port -> rules.add(Domain.Rule.port(port, right)));
    return right;
  }

  private long scoped() {
    if (abi < ABI_SCOPE) {
      return 0;
    }
    boolean sharesNetwork = spec.isolation().shared().contains(Namespace.NET);
    return SCOPE_SIGNALS | (sharesNetwork ? 0 : SCOPE_ABSTRACT_SOCKETS);
  }

  private long handled() {
    long all = EXECUTE | READ | MAKE_DEVICES | WRITE;
    all &= abi >= ABI_REFER ? -1 : ~REFER;
    all &= abi >= ABI_TRUNCATE ? -1 : ~TRUNCATE;
    return all & (abi >= ABI_DEVICE_IOCTL ? -1 : ~DEVICE_IOCTL);
  }

  private long rights(Set<Access> access) {
    long rights = access.contains(Access.READ) ? READ : 0;
    rights |= access.contains(Access.WRITE) ? WRITE : 0;
    rights |= access.contains(Access.EXECUTE) ? EXECUTE : 0;
    return rights & handled();
  }

  /**
   * Returns a rule that permits no socket in a directory of the host. Rooms that share one could
   * pass each other descriptors through a socket there: of memory that counts to a room that has
   * ended, and of their standard streams.
   */
  private Domain.Rule rule(String path, long rights) {
    return Domain.Rule.file(path, reachesHost(path) ? rights & ~MAKE_SOCKET : rights);
  }

  /**
   * Returns whether a rule for a path applies to a directory of the host. The kernel unites the
   * rules of all parent directories, also across mount points (landlock.rst): a rule applies to
   * each writable bind below its path as well.
   */
  private boolean reachesHost(String path) {
    boolean ofHost = tree.rootKind() == FileTree.RootKind.DIRECTORY;
    for (Entry entry : tree.entries()) {
      if (isMount(entry)) {
        boolean directory =
            entry.kind() == EntryKind.BIND && !entry.flags().contains(EntryFlag.MAKE_FILE);
        if (directory && isWritable(entry) && FileTree.isBelow(entry.target(), path)) {
          return true;
        }
        if (FileTree.isBelow(path, entry.target())) {
          ofHost = directory;
        }
      }
    }
    return ofHost;
  }

  private static boolean isMount(Entry entry) {
    return entry.kind() == EntryKind.BIND || entry.kind() == EntryKind.FILE_SYSTEM;
  }

  private boolean isWritable(Entry entry) {
    return (entry.attributes(tree.sources()) & FileTree.RDONLY) == 0;
  }

  // ---- rules that repeat the mounts ----

  private void repeatMounts(List<Domain.Rule> rules) {
    Rootfs.Mode mode = spec.files().rootfs().mode();
    boolean writable = mode != Rootfs.Mode.READ_ONLY;
    long root =
        rights(writable ? EnumSet.allOf(Access.class) : EnumSet.of(Access.READ, Access.EXECUTE));
    rules.add(rule("/", root));
    for (Entry entry : tree.entries()) {
      // Devices need no rules of their own: /dev has one, and no file can be created there.
      boolean device =
          entry.flags().contains(EntryFlag.MAKE_FILE) && entry.target().startsWith("/dev/");
      if (isMount(entry) && isWritable(entry) && !device) {
        rules.add(rule(entry.target(), rights(entry)));
      }
    }
  }

  private long rights(Entry entry) {
    if (entry.flags().contains(EntryFlag.MAKE_FILE)) {
      return rights(EnumSet.of(Access.WRITE)) & OF_ONE_FILE;
    }
    if (entry.text().equals("mqueue")) {
      // The kernel opens queues on an internal mount, which is not below the room's root.
      return rights(EnumSet.of(Access.READ, Access.WRITE));
    }
    boolean fixed = Set.of("/proc", "/dev", "/dev/pts").contains(entry.target());
    return rights(EnumSet.of(Access.WRITE)) & (fixed ? WRITE_FILE | TRUNCATE | DEVICE_IOCTL : -1L);
  }

  private boolean isFile(String path) {
    Optional<Entry> at =
        tree.entries().stream().filter(e -> e.target().equals(path)).reduce((a, b) -> b);
    return at.isPresent() && at.get().flags().contains(EntryFlag.MAKE_FILE);
  }
}
