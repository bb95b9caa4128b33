package io.kotha.sandbox.linux.verdict;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.linux.plan.FileTree;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.wire.Wire;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.List;

/** Numbers from the helper made into words; only Java knows what the plan's entries were. */
public final class SetupErrors {

  /** Stands for the command of a room that has none yet; no step before it speaks of one. */
  private static final Command NONE_YET = Command.of("the command");

  private static final String OWN_LIMITS =
      "the room's own limits of user namespaces and inotify instances could not be set";

  private final SandboxSpec spec;
  private final Plan plan;
  private final Command command;

  public SetupErrors(SandboxSpec spec, Plan plan) {
    this(spec, plan, NONE_YET);
  }

  public SetupErrors(SandboxSpec spec, Plan plan, Command command) {
    this.spec = spec;
    this.plan = plan;
    this.command = command;
  }

  public SetupException of(Report.Failed failed) {
    SetupStep step = step(failed.step());
    return new SetupException(
        step,
        failed.item(),
        subject(step, failed.item()),
        failed.errno(),
        Errno.name(failed.errno()),
        hint(step, failed.item(), failed.errno()));
  }

  /** A payload that died before it could execute anything, and not for want of memory. */
  public SetupException diedBeforeExec(Report.Exited report) {
    return new SetupException(
        SetupStep.COMMAND,
        0,
        "the program's process",
        Errno.EINTR,
        Errno.name(Errno.EINTR),
        death(report) + " before it could execute the program");
  }

  /**
   * Somebody outside killed it; or it is an error of ours, or of the machine, and this is the
   * trace.
   */
  private static String death(Report.Exited report) {
    if (report.cause() == Report.Cause.BY_SYSCALL) {
      return "system call " + report.syscall() + " killed it";
    }
    if (report.withoutStatus()) {
      return "its init died";
    }
    return report.code() == 1
        ? "it ended with status " + report.status()
        : "signal " + report.status() + " killed it";
  }

  private static SetupStep step(int number) {
    for (SetupStep step : SetupStep.values()) {
      if (step.number() == number) {
        return step;
      }
    }
    return SetupStep.REQUEST;
  }

  private String subject(SetupStep step, int item) {
    return switch (step) {
      case CGROUP -> entry(plan.cgroups().groups(), item, g -> "mkdir " + g.path());
      case CGROUP_ENTER -> entry(plan.cgroups().groups(), item, g -> "enter " + g.path());
      case CGROUP_WRITE ->
          entry(
              plan.cgroups().writes(),
              item,
              w ->
                  w.value()
                      + " > "
                      + plan.cgroups().groups().get(w.group()).path()
                      + "/"
                      + w.file());
      case SOURCE, IDMAP_MOUNT -> entry(plan.tree().sources(), item, FileTree.Source::path);
      case MOUNT -> entry(plan.tree().entries(), item, e -> e.describe(plan.tree().sources()));
      case ROOT -> "root " + spec.files().rootfs();
      case RLIMIT -> entry(plan.rlimits(), item, l -> l.name() + " = " + l.value());
      case LANDLOCK -> domain(item);
      case LABEL -> plan.hardening().label() + " > /proc/" + plan.hardening().labelFile();
      case MITIGATION -> entry(List.of(Mitigation.values()), item, Mitigation::toString);
      case COPY_IN -> entry(spec.files().copyIns(), item, c -> c.target());
      case WORKING_DIRECTORY -> command.workingDirectory();
      case EXEC -> command.argv().get(0);
      case HOSTNAME -> plan.hostname();
      case ID_MAP -> "uid " + plan.ids().uidMap().trim() + ", gid " + plan.ids().gidMap().trim();
      default -> step.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    };
  }

  private String domain(int item) {
    int rules = plan.domain().rules().size();
    return item >= 1 && item <= rules
        ? plan.domain().rules().get(item - 1).describe()
        : "landlock domain";
  }

  private static <T> String entry(
      List<T> list, int item, java.util.function.Function<T, String> text) {
    return item < list.size() ? text.apply(list.get(item)) : "";
  }

  private String hint(SetupStep step, int item, int errno) {
    // Until its program begins, a room's processes have the helper's limit.
    if (errno == Errno.EMFILE && step != SetupStep.EXEC) {
      return "the helper has as many files open as the JVM may: ulimit -n";
    }
    return switch (step) {
      case REQUEST ->
          errno == Errno.EAGAIN
              ? "a JVM has at most " + Wire.MAX_ROOMS + " live rooms"
              : "the helper refused the request; this is a bug in Kotha";
      case CGROUP ->
          errno == Errno.EEXIST
              ? "a live room has this name"
              : "the parent cgroup must exist and be writable; see bin/doctor, feature cgroup.delegation";
      case CGROUP_WRITE -> "the kernel refused this limit";
      case OOM_WATCH ->
          "this kernel does not tell of memory running out (cgroup.event_control); boot with cgroup"
              + " v2, or let one process be killed alone: MemoryLimits.OomKill.PROCESS";
      case SOURCE ->
          errno == Errno.EPERM || errno == Errno.EACCES
              ? "the JVM's user may not read it"
              : "it must exist, with no symbolic link on the way";
      case CLONE ->
          switch (errno) {
            case Errno.ENOSPC ->
                "the limit of nested or of all namespaces is reached: see /proc/sys/user/max_*_namespaces";
            case Errno.EPERM, Errno.EACCES ->
                "this host forbids user namespaces: sysctl user.max_user_namespaces,"
                    + " kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns;"
                    + " in a container its seccomp profile";
            case Errno.EAGAIN -> "the limit of processes of the JVM's user or cgroup is reached";
            default -> "the kernel refused a process in new namespaces";
          };
      case ID_MAP ->
          item >= 3
              ? errno == Errno.ENOENT
                  ? "install newuidmap and newgidmap (Debian: apt-get install uidmap)"
                  : "the ranges must stand in /etc/subuid and /etc/subgid for the JVM's user"
              : "the kernel refused the map";
      case IDMAP_MOUNT ->
          "its file system cannot be idmapped by this kernel; a read-only bind needs no idmap";
      case ROOT ->
          "an overlay needs Linux 5.11, and refuses a directory with another mount below it";
      case MOUNT -> mountHint(item, errno);
      case NAMESPACE ->
          item == 0
              ? "the limit of namespaces is reached: see /proc/sys/user/max_*_namespaces"
              : OWN_LIMITS;
      case PIVOT -> "the JVM must not run on an initramfs";
      case COPY_IN ->
          switch (errno) {
            case Errno.ENOSPC -> "the file does not fit: see tmpSize and writableSize";
            case Errno.EROFS, Errno.EACCES -> "the target cannot be written by the program's user";
            default -> "the target must be a regular file or not exist";
          };
      case WORKING_DIRECTORY -> "it must exist in the room and be searchable by the program's user";
      case LANDLOCK ->
          errno == Errno.ENOENT
              ? "a file rule names what is not in the room"
              : "the kernel refused it; Landlock.off() leaves it out";
      case LABEL ->
          errno == Errno.ENOENT && item < 3
              ? "its module is not active here: see the features apparmor and selinux of inspect()"
              : "the module must be active, know the label, and allow a process without new"
                  + " privileges to take it";
      case MITIGATION ->
          item == Mitigation.CORE_SCHEDULING.ordinal()
              ? "the kernel needs CONFIG_SCHED_CORE, and a processor on which it sees several"
                  + " threads a core"
              : "the kernel leaves this kind of speculation on for all: see its parameter"
                  + " mitigations=";
      case EXEC -> execHint(errno);
      default -> "the kernel refused this step";
    };
  }

  private String mountHint(int item, int errno) {
    FileTree.Entry entry =
        plan.tree().entries().get(Math.min(item, plan.tree().entries().size() - 1));
    if (entry.kind() == FileTree.EntryKind.WRITE) {
      return OWN_LIMITS;
    }
    if (entry.text().equals("proc")) {
      return "the kernel gives a procfs only to who owns the pid namespace and sees an unmasked /proc:"
          + " do not share PID, or withoutProc(); inside a container, its /proc must not be masked";
    }
    return switch (errno) {
      case Errno.EROFS, Errno.EACCES ->
          "the mount point does not exist and cannot be made there: make it in the rootfs, or mount"
              + " a tmpfs above it";
      case Errno.ENOENT -> "the mount point does not exist";
      case Errno.ENOSPC -> "there is no room for the mount point: see writableSize";
      default -> "the kernel refused this mount";
    };
  }

  private String execHint(int errno) {
    return switch (errno) {
      case Errno.ENOENT ->
          command.argv().get(0).indexOf('/') >= 0
              ? "no such program in the room (or its interpreter or loader is missing)"
              : "not found along PATH in the room (or its interpreter or loader is missing)";
      case Errno.EACCES ->
          "it, or a directory on the way, is not executable or searchable by the program's user";
      case Errno.ENOEXEC ->
          "not a program: neither an executable of this architecture nor a script with #!";
      case Errno.E2BIG -> "arguments and environment are too large";
      case Errno.ENOMEM, Errno.EAGAIN -> "a limit is too small to load it";
      default -> "the kernel refused to execute it";
    };
  }
}
