package io.kotha.sandbox.seccomp;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A set of system calls for one purpose, which a {@link SyscallPolicy} names by a label: {@code
 * policy.deny("@sockets")}. {@link SyscallPolicy#standard()} grants all groups and then refuses
 * some arguments.
 */
public enum SyscallGroup {
  /** Input and output through file descriptors, and the descriptors themselves. */
  // Newer flags act on the caller's own descriptors and data: RWF_ATOMIC (6.11), RWF_DONTCACHE
  // (6.14) and RWF_NOSIGNAL (6.18) of pwritev2, F_DUPFD_QUERY (6.10) and F_CREATED_QUERY (6.12) of
  // fcntl. A lease makes others wait: every room refuses F_SETLEASE. Of the ioctls, pidfds give
  // information (PIDFD_GET_INFO, 6.13) or a descriptor of a namespace (6.11), which is of no use
  // without setns; EPIOCSPARAMS (6.9) sets the busy polling of one epoll instance.
  IO(
      """
      read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek
      sendfile splice tee copy_file_range readahead fadvise64
      fsync fdatasync sync syncfs sync_file_range
      close close_range dup dup2 dup3 fcntl flock ioctl pipe pipe2
      """),

  /** Opening, listing, creating, moving and removing files. */
  // statx tells the number of a mount since 5.8, as mountinfo does. statmount and listmount (6.8)
  // tell more about the host's mounts, name_to_handle_at serves open_by_handle_at only: not here.
  FILES(
      """
      open openat creat stat lstat fstat newfstatat statx statfs fstatfs
      access faccessat faccessat2 getdents getdents64 getcwd chdir fchdir
      truncate ftruncate fallocate mkdir mkdirat rmdir mknod mknodat
      rename renameat renameat2 link linkat unlink unlinkat symlink symlinkat readlink readlinkat
      """),

  /** Modes, owners, times and extended attributes of files. */
  // The four ...xattrat calls (6.13) and fchmodat2 (6.6) do what older calls do, on a descriptor.
  // The presets answer ENOSYS to setxattrat: UncountedMemory. file_setattr (6.17) is not here: it
  // sets the attributes of FS_IOC_FSSETXATTR on a path.
  FILE_ATTRIBUTES(
      """
      chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat umask
      utime utimes futimesat utimensat
      getxattr lgetxattr fgetxattr getxattrat setxattr lsetxattr fsetxattr setxattrat
      listxattr llistxattr flistxattr listxattrat
      removexattr lremovexattr fremovexattr removexattrat
      """),

  /** The caller's own address space. */
  // mseal (6.10) and MADV_GUARD_INSTALL (6.13) restrict the caller's own mappings until execve.
  // map_shadow_stack (6.6) makes a stack of return addresses, which ordinary stores cannot change.
  // cachestat (6.5), which shows what of a file is cached, and process_madvise, which can act on
  // other processes, are not here. Nor is memfd_secret (5.14): its pages are locked.
  MEMORY(
      """
      brk mmap munmap mremap mprotect madvise msync mincore mseal memfd_create map_shadow_stack
      mlock mlock2 mlockall munlock munlockall membarrier pkey_alloc pkey_free pkey_mprotect
      """),

  /**
   * Starting, ending and waiting for threads and processes, and what a C library needs for them.
   */
  // uretprobe (6.11) and uprobe (6.18) are entered from code that the kernel inserts where the
  // host traces a program; from anywhere else they fail. Refused, they would end a program that
  // the host traces. futex_waitv (5.16) and futex_wait, futex_wake and futex_requeue (6.7) are
  // parts of futex. Of the newer prctls, PR_SET_MDWE (6.3), PR_SET_SYSCALL_USER_DISPATCH (5.11),
  // PR_SET_VMA (5.17), PR_TIMER_CREATE_RESTORE_IDS (6.15) and PR_FUTEX_HASH (6.16) change the
  // caller's process only, and the memory of the last one counts. execveat checks a file with
  // AT_EXECVE_CHECK (6.14). clone3 is not here: its flags, CLONE_INTO_CGROUP among them, are in
  // memory.
  PROCESSES(
      """
      fork vfork clone execve execveat exit exit_group wait4 waitid
      pidfd_open pidfd_send_signal getpid getppid gettid
      getpgid getpgrp setpgid getsid setsid set_tid_address set_robust_list get_robust_list rseq
      arch_prctl prctl personality restart_syscall uretprobe uprobe
      futex futex_waitv futex_wait futex_wake futex_requeue
      """),

  /** Sending and handling signals. */
  SIGNALS(
      """
      kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pause sigaltstack
      rt_sigaction rt_sigprocmask rt_sigpending rt_sigsuspend rt_sigtimedwait rt_sigreturn
      """),

  /** Reading clocks, sleeping, timers. */
  TIME(
      """
      time gettimeofday clock_gettime clock_getres clock_nanosleep nanosleep times
      alarm getitimer setitimer
      timer_create timer_settime timer_gettime timer_getoverrun timer_delete
      timerfd_create timerfd_settime timerfd_gettime
      """),

  /** Waiting for events on descriptors. */
  EVENTS(
      """
      poll ppoll select pselect6
      epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2
      eventfd eventfd2 signalfd signalfd4
      inotify_init inotify_init1 inotify_add_watch inotify_rm_watch
      """),

  /** Sockets of all families, local ones included. */
  // SO_PASSPIDFD and SO_PEERPIDFD (6.5) give a descriptor of a process in the same pid namespace
  // or, through a socket that was granted, of one outside: signals to it are refused by uid and
  // Landlock. SO_PASSRIGHTS (6.16) lets a receiver refuse descriptors.
  SOCKETS(
      """
      socket socketpair bind listen accept accept4 connect shutdown getsockname getpeername
      getsockopt setsockopt sendto sendmsg sendmmsg recvfrom recvmsg recvmmsg
      """),

  /** System V and POSIX message queues, semaphores and shared memory. */
  IPC(
      """
      shmget shmat shmdt shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl
      mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
      """),

  /** User and group ids, capabilities. */
  IDENTITY(
      """
      getuid geteuid getgid getegid getresuid getresgid getgroups capget
      setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset
      """),

  /** Resource limits and scheduling. */
  LIMITS(
      """
      getrlimit setrlimit prlimit64 getrusage getpriority setpriority ioprio_get ioprio_set
      sched_yield sched_getaffinity sched_setaffinity sched_getparam sched_setparam
      sched_getscheduler sched_setscheduler sched_getattr sched_setattr
      sched_get_priority_max sched_get_priority_min sched_rr_get_interval
      """),

  /** Information about the machine, and random numbers. */
  INFORMATION("uname sysinfo getcpu getrandom"),

  /** Calls by which a program gives up privileges of its own. */
  // A Landlock domain can only add to the room's own. The flags of version 7 (6.15) turn off the
  // audit log for what the new domain denies, not for what the room's denies; the scopes of
  // version 6 (6.12) restrict the caller.
  CONFINEMENT("seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self");

  private final String names;

  SyscallGroup(String names) {
    this.names = names;
  }

  /**
   * Returns the group of a label.
   *
   * @param label label such as {@code @file-attributes}
   * @throws IllegalArgumentException if no group has this label
   */
  static SyscallGroup of(String label) {
    for (SyscallGroup group : values()) {
      if (group.label().equals(label)) {
        return group;
      }
    }
    throw new IllegalArgumentException("no group of system calls is called " + label);
  }

  /** Returns the label of the group in a policy, such as {@code @file-attributes}. */
  public String label() {
    return "@" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the kernel's names of its calls on all architectures, in alphabetical order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(new TreeSet<>(List.of(names.split("\\s+"))));
  }
}
