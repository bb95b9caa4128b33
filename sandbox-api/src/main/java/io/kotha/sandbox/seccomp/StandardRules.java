package io.kotha.sandbox.seccomp;

import static io.kotha.sandbox.seccomp.SyscallArgument.int32;
import static io.kotha.sandbox.seccomp.SyscallArgument.int64;

import java.util.List;
import java.util.stream.Stream;

/** The rules of the default policy: all groups, except arguments that help an attacker. */
final class StandardRules {

  // linux/sched.h. CLONE_NEWTIME (0x80) is not a flag of clone(2), whose low byte is the exit
  // signal.
  private static final long CLONE_NEW_ANY = 0x7e02_0000L;

  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int AF_NETLINK = 16;
  private static final int NETLINK_ROUTE = 0;
  private static final int SOCK_TYPE_MASK = 0xf;
  private static final int SOCK_PACKET = 10;
  private static final int PROTOCOL_OF_TYPE = 0;
  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_TCP = 6;
  private static final int IPPROTO_UDP = 17;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int IPPROTO_RAW = 255;

  private static final int TIOCSTI = 0x5412;
  private static final int TIOCLINUX = 0x541c;
  private static final int TIOCSETD = 0x5423;

  private static final int F_SETLEASE = 1024;
  private static final int F_NOTIFY = 1026;
  private static final int F_SETDELEG = 1040;

  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int SO_LOCK_FILTER = 44;
  private static final int SO_ATTACH_BPF = 50;
  private static final int SO_ATTACH_REUSEPORT_EBPF = 52;
  private static final int SET_MODE_FILTER = 1;
  private static final int PR_SET_SECCOMP = 22;
  private static final int EINVAL = 22;

  private static final int INIT = 1;
  private static final int PRIO_PROCESS = 0;
  private static final int IOPRIO_WHO_PROCESS = 1;

  private static final long PLAIN_PERSONALITIES = 0x2_0008L; // PER_LINUX32, UNAME26
  private static final long QUERY = 0xffff_ffffL;

  /** Refuses new namespaces for a process that {@code clone(2)} creates. */
  static final SyscallRule NEW_NAMESPACES = refused("clone", int32(0).hasAnyOf(CLONE_NEW_ANY));

  /**
   * Refuses all personalities but PER_LINUX and PER_LINUX32, each also with UNAME26, and the query
   * of the current one.
   */
  static final SyscallRule ODD_PERSONALITIES =
      refused("personality", int32(0).hasAnyOf(~PLAIN_PERSONALITIES), int32(0).isNot(QUERY));

  /** Calls whose callers fall back to an older call or to {@code /proc} on ENOSYS. */
  static final List<String> WITH_FALLBACK =
      Stream.of(
              // Their flags are in memory, which a filter cannot read.
              "clone3 openat2",
              // Their operations are in memory as well. A ring's own restrictions (5.10) are set by
              // the program that they would restrict.
              "io_uring_setup io_uring_enter io_uring_register",
              // Contexts come out of a limit of the whole host: fs.aio-max-nr.
              "io_setup io_destroy io_submit io_cancel io_getevents io_pgetevents",
              // Locked memory; other processes; what others have read of a shared file.
              "memfd_secret process_madvise process_mrelease cachestat",
              // Figures of mounts and namespaces; the mount API.
              "statmount listmount listns open_tree_attr",
              // A program does not change its own label.
              "lsm_get_self_attr lsm_set_self_attr lsm_list_modules",
              // The size of the attribute is in memory: see UncountedMemory.
              "setxattrat",
              // C libraries use ioctls on a kernel without them.
              "file_getattr file_setattr rseq_slice_yield")
          .flatMap(names -> Stream.of(names.split(" ")))
          .toList();

  /**
   * Refuses leases, which make every other process that opens the file wait for up to {@code
   * /proc/sys/fs/lease-break-time}, and signals on the use of a directory.
   */
  static final List<SyscallRule> LEASES =
      List.of(
          refused("fcntl", int32(1).is(F_SETLEASE)),
          refused("fcntl", int32(1).is(F_SETDELEG)), // Linux 6.19: of directories, too
          refused("fcntl", int32(1).is(F_NOTIFY)));

  /** Refuses filters of sockets, which are programs in classic or extended BPF. */
  static final List<SyscallRule> SOCKET_FILTERS = socketFilters();

  static final List<SyscallRule> ALL =
      Stream.of(
              allGroups(),
              tracing(),
              callsWithFallback(),
              Stream.of(NEW_NAMESPACES, ODD_PERSONALITIES),
              oddSockets(),
              terminalInjection(),
              PrivilegedFiles.REFUSED.stream(),
              LEASES.stream(),
              UncountedMemory.REFUSED.stream(),
              filters(),
              reachToInit())
          .flatMap(rules -> rules)
          .toList();

  private StandardRules() {}

  private static Stream<SyscallRule> allGroups() {
    return Stream.of(SyscallGroup.values())
        .flatMap(group -> group.names().stream())
        .map(name -> new SyscallRule(name, SyscallAction.allow()));
  }

  /** Debuggers and LeakSanitizer trace their own children and parents. */
  private static Stream<SyscallRule> tracing() {
    return allowed("ptrace").stream();
  }

  private static Stream<SyscallRule> callsWithFallback() {
    return WITH_FALLBACK.stream().map(name -> new SyscallRule(name, SyscallAction.ENOSYS));
  }

  /** Refuses families and protocols whose seldom tested kernel modules a socket call would load. */
  private static Stream<SyscallRule> oddSockets() {
    SyscallArgument family = int32(0);
    SyscallArgument type = int32(1);
    SyscallArgument protocol = int32(2);
    return Stream.of(
        refused(
            "socket",
            family.isNot(AF_UNIX),
            family.isNot(AF_INET),
            family.isNot(AF_INET6),
            family.isNot(AF_NETLINK)),
        refused(
            "socket",
            protocol.isNot(PROTOCOL_OF_TYPE),
            protocol.isNot(IPPROTO_ICMP),
            protocol.isNot(IPPROTO_TCP),
            protocol.isNot(IPPROTO_UDP),
            protocol.isNot(IPPROTO_ICMPV6),
            protocol.isNot(IPPROTO_RAW)),
        refused("socket", family.is(AF_NETLINK), protocol.isNot(NETLINK_ROUTE)),
        // AF_INET with SOCK_PACKET is the obsolete form of AF_PACKET; packet(7).
        refused("socket", type.isMasked(SOCK_TYPE_MASK, SOCK_PACKET)),
        refused("socketpair", family.isNot(AF_UNIX)));
  }

  /** Refuses input into the caller's terminal, and line disciplines, which load modules. */
  private static Stream<SyscallRule> terminalInjection() {
    SyscallArgument request = int32(1);
    return Stream.of(
        refused("ioctl", request.is(TIOCSTI)),
        refused("ioctl", request.is(TIOCLINUX)),
        refused("ioctl", request.is(TIOCSETD)));
  }

  /**
   * Refuses to trace, limit or reschedule process 1, the room's init, which may have the payload's
   * uid. Every other process in the room's pid namespace is one of its programs.
   */
  static Stream<SyscallRule> reachToInit() {
    return Stream.of(
        refused("ptrace", int32(1).is(INIT)),
        refused("prlimit64", int32(0).is(INIT), int64(2).isNot(0)),
        refused("sched_setaffinity", int32(0).is(INIT)),
        refused("sched_setscheduler", int32(0).is(INIT)),
        refused("sched_setparam", int32(0).is(INIT)),
        refused("sched_setattr", int32(0).is(INIT)),
        // A process group or a user may include init.
        refused("setpriority", int32(0).isNot(PRIO_PROCESS)),
        refused("setpriority", int32(1).is(INIT)),
        refused("ioprio_set", int32(0).isNot(IOPRIO_WHO_PROCESS)),
        refused("ioprio_set", int32(1).is(INIT)));
  }

  /**
   * Refuses classic BPF programs, of sockets and of seccomp. No cgroup counts them, and their
   * native code comes out of a limit of the host ({@code net.core.bpf_jit_limit}) that the filter
   * of every new room needs, too. A kernel without seccomp filters answers EINVAL: seccomp(2).
   */
  private static Stream<SyscallRule> filters() {
    return Stream.concat(
        SOCKET_FILTERS.stream(),
        Stream.of(
            new SyscallRule(
                "seccomp", SyscallAction.errno(EINVAL), List.of(int32(0).is(SET_MODE_FILTER))),
            new SyscallRule(
                "prctl", SyscallAction.errno(EINVAL), List.of(int32(0).is(PR_SET_SECCOMP)))));
  }

  private static List<SyscallRule> socketFilters() {
    SyscallArgument option = int32(2);
    return Stream.of(
            option.is(SO_ATTACH_FILTER),
            option.is(SO_LOCK_FILTER),
            option.isMasked(~1L, SO_ATTACH_BPF), // and SO_ATTACH_REUSEPORT_CBPF
            option.is(SO_ATTACH_REUSEPORT_EBPF))
        .map(filter -> refused("setsockopt", int32(1).is(SOL_SOCKET), filter))
        .toList();
  }

  /** Returns rules that grant the calls of a blank-separated list. */
  static List<SyscallRule> allowed(String names) {
    return Stream.of(names.strip().split("\\s+"))
        .map(name -> new SyscallRule(name, SyscallAction.allow()))
        .toList();
  }

  static SyscallRule refused(String syscall, ArgumentCondition... conditions) {
    return new SyscallRule(syscall, SyscallAction.EPERM, List.of(conditions));
  }
}
