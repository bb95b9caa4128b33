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
  IO(
      """
      read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek
      sendfile splice tee copy_file_range readahead fadvise64
      fsync fdatasync sync syncfs sync_file_range
      close close_range dup dup2 dup3 fcntl flock ioctl pipe pipe2
      """),

  /** Opening, listing, creating, moving and removing files. */
  FILES(
      """
      open openat creat stat lstat fstat newfstatat statx statfs fstatfs
      access faccessat faccessat2 getdents getdents64 getcwd chdir fchdir
      truncate ftruncate fallocate mkdir mkdirat rmdir mknod mknodat
      rename renameat renameat2 link linkat unlink unlinkat symlink symlinkat readlink readlinkat
      """),

  /** Modes, owners, times and extended attributes of files. */
  FILE_ATTRIBUTES(
      """
      chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat umask
      utime utimes futimesat utimensat
      getxattr lgetxattr fgetxattr getxattrat setxattr lsetxattr fsetxattr setxattrat
      listxattr llistxattr flistxattr listxattrat
      removexattr lremovexattr fremovexattr removexattrat
      """),

  /** The caller's own address space. */
  MEMORY(
      """
      brk mmap munmap mremap mprotect madvise msync mincore mseal memfd_create map_shadow_stack
      mlock mlock2 mlockall munlock munlockall membarrier pkey_alloc pkey_free pkey_mprotect
      """),

  /**
   * Starting, ending and waiting for threads and processes, and what a C library needs for them.
   */
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
