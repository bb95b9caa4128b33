package io.kotha.sandbox.linux.verdict;

import io.kotha.sandbox.Command;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.isolation.Mitigation;
import io.kotha.sandbox.linux.plan.FileTree;
import io.kotha.sandbox.linux.plan.Hardening;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.wire.Report;
import io.kotha.sandbox.linux.wire.Wire;
import io.kotha.sandbox.spi.SandboxSpec;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a failed step of the helper (step, item, errno) into an exception that names the subject
 * and a remedy. Pure.
 */
public final class SetupErrors {

  /**
   * A placeholder for a room without a command: only the steps after it has one name the command.
   */
  private static final Command NO_COMMAND = Command.of("the command");

  private static final String OWN_LIMITS =
      "the room's own limits of user namespaces and inotify instances cannot be set; ";

  /** The item of {@link SetupStep#ROOT} that mounts the overlay. */
  private static final int ROOT_OVERLAY = 6;

  /** The first item of {@link SetupStep#CGROUP_ENTER} at which a keeper leaves a group. */
  private static final int LEAVE = 9;

  /** The first item of {@link SetupStep#NAMESPACE} for a program that joins a room. */
  private static final int JOIN = 4;

  /** The item of {@link SetupStep#FORK} at which the table of a keeper is full. */
  private static final int FORK_TABLE = 10;

  private final SandboxSpec spec;
  private final Plan plan;
  private final Command command;

  /** Makes the errors of a room that has no command yet. */
  public SetupErrors(SandboxSpec spec, Plan plan) {
    this(spec, plan, NO_COMMAND);
  }

  /** Makes the errors of a room that got a command. */
  public SetupErrors(SandboxSpec spec, Plan plan, Command command) {
    this.spec = spec;
    this.plan = plan;
    this.command = command;
  }

  /** Returns the exception for a failed step. */
  public SetupException of(Report.Failed failed) {
    return of(step(failed.step()), failed.item(), failed.errno());
  }

  /** Returns the exception for a mount source that the JVM cannot open. */
  public SetupException ofSource(int item, int errno) {
    return of(SetupStep.SOURCE, item, errno);
  }

  private SetupException of(SetupStep step, int item, int errno) {
    return new SetupException(
        step, item, subject(step, item), errno, Errno.name(errno), hint(step, item, errno));
  }

  /**
   * Returns the exception for a payload that died before {@code execve}, not for want of memory. A
   * process outside of the room killed it, or it is a bug of Kotha or of the kernel.
   */
  public SetupException diedBeforeExec(Report.Exited report) {
    return new SetupException(
        SetupStep.COMMAND,
        0,
        "the program's process",
        Errno.EINTR,
        Errno.name(Errno.EINTR),
        death(report) + " before it executed the program; start it again");
  }

  private static String death(Report.Exited report) {
    if (report.cause() == Report.Cause.BY_SYSCALL) {
      return "the seccomp filter killed it for system call " + report.syscall();
    }
    if (report.withoutStatus()) {
      return "the init of the room died";
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
      case CGROUP_ENTER ->
          item < LEAVE
              ? entry(plan.cgroups().groups(), item, g -> "enter " + g.path())
              : entry(plan.cgroups().groups(), item - LEAVE, g -> "leave " + g.path());
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
      case MITIGATION -> mitigation(item);
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

  private static String mitigation(int item) {
    return Arrays.stream(Mitigation.values())
        .filter(mitigation -> Hardening.number(mitigation) == item)
        .map(Mitigation::toString)
        .findFirst()
        .orElse("");
  }

  private static <T> String entry(
      List<T> list, int item, java.util.function.Function<T, String> text) {
    return item < list.size() ? text.apply(list.get(item)) : "";
  }

  private String hint(SetupStep step, int item, int errno) {
    // Until execve, the processes of a room have the zygote's limit of open files.
    if (errno == Errno.EMFILE && step != SetupStep.EXEC) {
      return "the zygote has as many files open as the JVM may have; start the JVM with a higher"
          + " limit (ulimit -n)";
    }
    return switch (step) {
      case REQUEST ->
          errno == Errno.EAGAIN
              ? "this JVM has " + Wire.MAX_ROOMS + " live rooms, the maximum; close some of them"
              : errno == Errno.ESRCH
                  ? "the room has ended; open another one"
                  : "the zygote refused the request as malformed; this is a bug in Kotha, please report"
                      + " it with the output of Sandbox.explain()";
      case CGROUP ->
          errno == Errno.EEXIST
              ? "a live room has this name; choose another one with name(...)"
              : "the parent cgroup must exist, and the JVM's user must be able to write to it; "
                  + "Sandbox.inspect() and bin/doctor name the remedy (features cgroup.*)";
      case CGROUP_WRITE -> "the kernel refused this value; set another limit";
      case OOM_WATCH ->
          "this kernel does not report that a v1 group is out of memory (cgroup.event_control);"
              + " boot with cgroup v2, or set MemoryLimits.oomKill(OomKill.PROCESS)";
      case SOURCE ->
          errno == Errno.EPERM || errno == Errno.EACCES
              ? "the JVM's user cannot open it; grant read and search permission, or bind a copy"
              : "it must exist, and no symbolic link is followed; bind its real path"
                  + " (Path.toRealPath())";
      case CLONE ->
          switch (errno) {
            case Errno.ENOSPC ->
                "the limit of namespaces, or of nested ones, is reached; raise the sysctls"
                    + " user.max_*_namespaces, or close rooms";
            case Errno.EPERM, Errno.EACCES ->
                "this host forbids user namespaces; Sandbox.inspect() and bin/doctor name the"
                    + " remedy (feature namespace.user); in a container, its seccomp profile may"
                    + " forbid them";
            case Errno.EAGAIN ->
                "the JVM's user or cgroup has as many processes as it may; raise its limit"
                    + " (ulimit -u, pids.max)";
            default -> "the kernel refused a process in new namespaces";
          };
      case ID_MAP ->
          item >= 3
              ? errno == Errno.ENOENT
                  ? "install newuidmap and newgidmap (Debian: apt-get install uidmap)"
                  : "/etc/subuid and /etc/subgid must grant the ranges to the JVM's user"
                      + " (usermod --add-subuids FIRST-LAST --add-subgids FIRST-LAST USER)"
              : "the kernel refused the map; change idMap(...)";
      case IDMAP_MOUNT ->
          "this kernel cannot idmap its file system; bind it read-only, which needs no idmap";
      case ROOT ->
          item == ROOT_OVERLAY
              ? "the kernel refused the overlay; its directory must have no other mount below it"
              : "the kernel refused this root";
      case MOUNT -> mountHint(item, errno);
      case NAMESPACE ->
          item == 0
              ? "the limit of namespaces is reached; raise the sysctls user.max_*_namespaces, or"
                  + " close rooms"
              : item < JOIN
                  ? OWN_LIMITS + "remove withoutProc(), so that the room's own /proc can set them"
                  : "the program cannot join its room; start it in a room of its own";
      case PIVOT ->
          "the root of the JVM must not be an initramfs; start it from another file system";
      case COPY_IN ->
          switch (errno) {
            case Errno.ENOSPC ->
                "the file does not fit; raise tmpSize(...), writableSize(...) or the tmpfs size";
            case Errno.EROFS, Errno.EACCES ->
                "the program's user cannot write the target; choose one below /tmp or a tmpfs(...)";
            default -> "the target must be a regular file or not exist; choose another one";
          };
      case WORKING_DIRECTORY ->
          "it must exist in the room, and the program's user must be able to search it; set another"
              + " one with Command.in(...)";
      case LANDLOCK ->
          errno == Errno.ENOENT
              ? "the path of this file rule is not in the room; remove the rule, or mount the path"
              : "the kernel refused it; landlock(Landlock.off()) runs the room without Landlock";
      case LABEL ->
          errno == Errno.ENOENT && item < 3
              ? "its security module is not active here; see the features apparmor and selinux of"
                  + " Sandbox.inspect()"
              : "the security module must know the label, and allow a process with no_new_privs to"
                  + " take it; load the profile or policy first";
      case MITIGATION ->
          item == Hardening.number(Mitigation.CORE_SCHEDULING)
              ? "the kernel needs CONFIG_SCHED_CORE, and a processor with several hardware threads"
                  + " a core that the kernel knows of"
              : "the kernel does not let a process turn this kind of speculation off; see its boot"
                  + " parameter mitigations=";
      case WATCH ->
          "the JVM's user has no epoll watches left, so that the room's limits could not be"
              + " enforced; end the program that holds them, or raise the sysctl"
              + " fs.epoll.max_user_watches";
      case FORK ->
          item == FORK_TABLE
              ? "the room runs 64 programs, the maximum; wait until one ends, or open another room"
              : "the kernel refused this step";
      case EXEC -> execHint(errno);
      default -> "the kernel refused this step";
    };
  }

  private String mountHint(int item, int errno) {
    FileTree.Entry entry =
        plan.tree().entries().get(Math.min(item, plan.tree().entries().size() - 1));
    if (entry.kind() == FileTree.EntryKind.WRITE) {
      return OWN_LIMITS + "the kernel needs CONFIG_SYSCTL and CONFIG_INOTIFY_USER";
    }
    if (entry.text().equals("proc")) {
      return "the kernel mounts a procfs only for the owner of the pid namespace, and only if its"
          + " own /proc is not masked; remove share(PID), or add withoutProc(); in a container,"
          + " unmask its /proc (docker: --security-opt systempaths=unconfined)";
    }
    return switch (errno) {
      case Errno.EROFS, Errno.EACCES ->
          "the mount point does not exist and cannot be created there; create it in the rootfs, or"
              + " mount a tmpfs(...) above it first";
      case Errno.ENOENT -> "the mount point does not exist; create it in the rootfs";
      case Errno.ELOOP ->
          "no symbolic link is followed to a mount point while the room can write to a directory of"
              + " the host; name the path that the link leads to";
      case Errno.EEXIST ->
          "the root has a file of that name that is not empty; this is a bug in Kotha, please report"
              + " it with the output of Sandbox.explain()";
      case Errno.ENOSPC -> "the mount point does not fit; raise writableSize(...)";
      default -> "the kernel refused this mount";
    };
  }

  private String execHint(int errno) {
    return switch (errno) {
      case Errno.ENOENT ->
          command.argv().get(0).indexOf('/') >= 0
              ? "the room has no such program, or lacks its interpreter or loader"
              : "the room has no such program in its PATH, or lacks its interpreter or loader";
      case Errno.EACCES ->
          "the program's user must be able to execute it, and to search every directory of its"
              + " path; it must not be on a noexec mount";
      case Errno.ENOEXEC ->
          "it is neither an executable of this architecture nor a script that begins with #!";
      case Errno.E2BIG -> "the arguments and the environment are too large; shorten them";
      case Errno.ENOMEM, Errno.EAGAIN ->
          "a limit is too small to load it; raise memory(...), stack(...) or pids(...)";
      default -> "the kernel refused to execute it";
    };
  }
}
