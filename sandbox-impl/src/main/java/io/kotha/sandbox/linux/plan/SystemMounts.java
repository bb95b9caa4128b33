package io.kotha.sandbox.linux.plan;

import static io.kotha.sandbox.linux.plan.FileTree.NODEV;
import static io.kotha.sandbox.linux.plan.FileTree.NOEXEC;
import static io.kotha.sandbox.linux.plan.FileTree.NOSUID;
import static io.kotha.sandbox.linux.plan.FileTree.RDONLY;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Namespace;
import io.kotha.sandbox.files.DiskQuota;
import io.kotha.sandbox.linux.plan.FileTree.EntryFlag;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.List;
import java.util.Set;

/** Plans {@code /proc} and {@code /dev}. */
final class SystemMounts {

  private static final List<String> DEVICES =
      List.of("null", "zero", "full", "random", "urandom", "tty");

  /**
   * The files that runc masks, and the kernel's configuration: they expose host-wide information or
   * give access to the host.
   */
  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/config.gz",
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

  /**
   * The files that runc makes read-only, and the pressure files: a process that may write to them
   * makes the kernel measure for it.
   */
  private static final List<String> READ_ONLY =
      List.of(
          "/proc/bus",
          "/proc/fs",
          "/proc/irq",
          "/proc/pressure",
          "/proc/sys",
          "/proc/sysrq-trigger");

  private final SandboxSpec spec;
  private final Host host;
  private final Set<Plan.Flag> flags;
  private final TreeBuilder tree;

  SystemMounts(SandboxSpec spec, Host host, Set<Plan.Flag> flags, TreeBuilder tree) {
    this.spec = spec;
    this.host = host;
    this.flags = flags;
    this.tree = tree;
  }

  void plan() {
    if (flags.contains(Plan.Flag.PROC)) {
      proc();
    }
    devices();
  }

  private void proc() {
    tree.fileSystem("proc", "/proc", "", NOSUID | NODEV | NOEXEC);
    if (flags.contains(Plan.Flag.NO_NESTING)) {
      noNesting();
    }
    READ_ONLY.forEach(path -> tree.bindOnItself(path, RDONLY | NOSUID | NODEV | NOEXEC));
  }

  /**
   * Sets limits of the room's user namespace, which hold for all namespaces below it together. They
   * are written through the room's own {@code /proc/sys} before it becomes read-only: that is
   * faster than the host's, where the kernel searches the files of all live namespaces.
   */
  private void noNesting() {
    tree.write(flags.contains(Plan.Flag.LOCK) ? "1" : "0", "/proc/sys/user/max_user_namespaces");
    // The kernel charges these also to the JVM's user, whose limit is 128 by default. No room may
    // use up all of them.
    tree.write("16", "/proc/sys/user/max_inotify_instances");
    tree.write("8192", "/proc/sys/user/max_inotify_watches");
  }

  private void devices() {
    tree.tmpfs("/dev", DiskQuota.of(MemorySize.KiB(64)), "mode=0755", NOSUID | NODEV | NOEXEC);
    for (String device : DEVICES) {
      // The only mounts without NODEV: these are the devices.
      int source = tree.source("/dev/" + device, Set.of(), NOSUID | NOEXEC);
      tree.bind("/dev/" + device, source, EntryFlag.MAKE_FILE);
    }
    if (flags.contains(Plan.Flag.PROC)) {
      // After /dev/null, which is mounted over masked files.
      MASKED.forEach(tree::mask);
      tree.link("/dev/fd", "/proc/self/fd");
      tree.link("/dev/stdin", "/proc/self/fd/0");
      tree.link("/dev/stdout", "/proc/self/fd/1");
      tree.link("/dev/stderr", "/proc/self/fd/2");
    }
    tree.tmpfs("/dev/shm", spec.files().tmp(), "mode=1777", NOSUID | NODEV | NOEXEC);
    if (spec.files().terminals() > 0) {
      String terminals = "mode=0620,ptmxmode=0666,max=" + spec.files().terminals();
      tree.fileSystem("devpts", "/dev/pts", terminals, NOSUID | NOEXEC);
      tree.link("/dev/ptmx", "pts/ptmx");
    }
    messageQueues();
    tree.attributes("/dev", RDONLY | NOSUID | NODEV | NOEXEC);
  }

  /**
   * Mounts the room's own message queues, so that a Landlock rule can refer to them. The kernel
   * allows the mount only to the owner of the IPC namespace. With a second user namespace, that
   * namespace does not exist yet.
   */
  private void messageQueues() {
    boolean own = !spec.isolation().shared().contains(Namespace.IPC);
    if (own && host.messageQueues() && !IdPlanner.needsLock(spec, host)) {
      tree.fileSystem("mqueue", "/dev/mqueue", "", NOSUID | NODEV | NOEXEC);
    }
  }
}
