/*
 * The part of the kernel's user interface that the helper uses, so that it builds with nothing but
 * a compiler. Constants and layouts are the same on x86_64 and aarch64 unless both are given.
 */
#ifndef KOTHA_LINUX_H
#define KOTHA_LINUX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EPERM = 1, ENOENT = 2, ESRCH = 3, EINTR = 4, EIO = 5, E2BIG = 7, EBADF = 9, EAGAIN = 11,
       ENOMEM = 12, EACCES = 13, EBUSY = 16, EEXIST = 17, ENODEV = 19, ENOTDIR = 20,
       EINVAL = 22, EMFILE = 24, ENOSPC = 28, EISDIR = 21, EROFS = 30, EPIPE = 32, ENOSYS = 38,
       EBADMSG = 74, EOVERFLOW = 75, EOPNOTSUPP = 95, ECONNRESET = 104, ENOBUFS = 105,
       ETOOMANYREFS = 109 };

enum { O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0100, O_EXCL = 0200, O_NOCTTY = 0400,
       O_TRUNC = 01000, O_NONBLOCK = 04000, O_CLOEXEC = 02000000, O_PATH = 010000000 };
#if defined(__x86_64__)
enum { O_DIRECTORY = 0200000, O_NOFOLLOW = 0400000 };
#else
enum { O_DIRECTORY = 040000, O_NOFOLLOW = 0100000 };
#endif
enum { AT_FDCWD = -100, AT_SYMLINK_NOFOLLOW = 0x100, AT_REMOVEDIR = 0x200, AT_EMPTY_PATH = 0x1000,
       AT_RECURSIVE = 0x8000 };

struct open_how { uint64_t flags, mode, resolve; };
enum { RESOLVE_NO_XDEV = 1, RESOLVE_NO_MAGICLINKS = 2, RESOLVE_NO_SYMLINKS = 4,
       RESOLVE_IN_ROOT = 16 };

enum { S_IFMT = 0170000, S_IFDIR = 0040000, S_IFCHR = 0020000, S_IFREG = 0100000 };

/* The helper reads dev, ino, mode, rdev and size; the kernel writes all of it. */
struct stat {
#if defined(__x86_64__)
  uint64_t dev, ino, nlink;
  uint32_t mode, uid, gid, pad0;
  uint64_t rdev, size;
  uint64_t rest[12];
#else
  uint64_t dev, ino;
  uint32_t mode, nlink, uid, gid;
  uint64_t rdev, pad0, size;
  uint64_t rest[9];
#endif
};
struct statfs { int64_t type; int64_t rest[15]; };
enum { PROC_SUPER_MAGIC = 0x9fa0 };

enum { CLONE_NEWTIME = 0x80, CLONE_FILES = 0x400, CLONE_PIDFD = 0x1000, CLONE_NEWNS = 0x20000,
       CLONE_NEWCGROUP = 0x2000000, CLONE_NEWUTS = 0x4000000, CLONE_NEWIPC = 0x8000000,
       CLONE_NEWUSER = 0x10000000, CLONE_NEWPID = 0x20000000, CLONE_NEWNET = 0x40000000 };
#define CLONE_INTO_CGROUP 0x200000000ULL
struct clone_args {
  uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid,
      set_tid_size, cgroup;
};

enum { P_ALL = 0, P_PID = 1, P_PIDFD = 3, WNOHANG = 1, WEXITED = 4 };
enum { WALL = 0x40000000 }; /* __WALL: also children without an exit signal */
enum { CLD_EXITED = 1, CLD_KILLED = 2, CLD_DUMPED = 3 };
struct siginfo {
  int32_t signo, err, code, pad;
  int32_t pid;
  uint32_t uid;
  int32_t status;
  int32_t rest[25];
};
enum { EFD_NONBLOCK = 0x800, EFD_CLOEXEC = 0x80000 };
enum { SIGHUP = 1, SIGINT = 2, SIGKILL = 9, SIGPIPE = 13, SIGTERM = 15, SIGCHLD = 17, SIGXCPU = 24,
       SIG_BLOCK = 0, SIG_SETMASK = 2 };
#define ZYGOTE_IGNORES SIGHUP, SIGINT, SIGTERM, SIGPIPE /* each payload resets them */
struct sigaction { void *handler; uint64_t flags; void *restorer; uint64_t mask; };

enum { MS_REC = 0x4000, MS_PRIVATE = 0x40000, MNT_DETACH = 2 };
enum { OPEN_TREE_CLONE = 1, OPEN_TREE_CLOEXEC = O_CLOEXEC };
enum { MOVE_MOUNT_F_EMPTY_PATH = 4, MOVE_MOUNT_T_EMPTY_PATH = 0x40 };
enum { FSOPEN_CLOEXEC = 1, FSMOUNT_CLOEXEC = 1 };
enum { FSCONFIG_SET_FLAG = 0, FSCONFIG_SET_STRING = 1, FSCONFIG_CMD_CREATE = 6 };
enum { MOUNT_ATTR_RDONLY = 1, MOUNT_ATTR_NOSUID = 2, MOUNT_ATTR_NODEV = 4, MOUNT_ATTR_NOEXEC = 8,
       MOUNT_ATTR_IDMAP = 0x100000, MOUNT_ATTR_NOSYMFOLLOW = 0x200000 };
struct mount_attr { uint64_t attr_set, attr_clr, propagation, userns_fd; };

enum { PR_GET_SPECULATION_CTRL = 52, PR_SET_SPECULATION_CTRL = 53, PR_SPEC_PRCTL = 1,
       PR_SPEC_ENABLE = 2, PR_SPEC_FORCE_DISABLE = 8 };
enum { PR_SCHED_CORE = 62, PR_SCHED_CORE_CREATE = 1, PR_SCHED_CORE_SCOPE_THREAD_GROUP = 1 };
enum { PR_SET_PDEATHSIG = 1, PR_SET_DUMPABLE = 4, PR_SET_KEEPCAPS = 8, PR_SET_NAME = 15,
       PR_SET_CHILD_SUBREAPER = 36,
       PR_CAPBSET_READ = 23, PR_CAPBSET_DROP = 24, PR_SET_SECUREBITS = 28, PR_SET_NO_NEW_PRIVS = 38,
       PR_CAP_AMBIENT = 47, PR_CAP_AMBIENT_RAISE = 2, PR_CAP_AMBIENT_CLEAR_ALL = 4 };
/* NOROOT, NO_SETUID_FIXUP and NO_CAP_AMBIENT_RAISE, each with its lock: capabilities(7). */
enum { SECUREBITS_ALL_LOCKED = 0x1 | 0x2 | 0x4 | 0x8 | 0x40 | 0x80 };
enum { KEYCTL_JOIN_SESSION_KEYRING = 1 };
struct cap_header { uint32_t version; int32_t pid; };
struct cap_data { uint32_t effective, permitted, inheritable; };
enum { CAP_VERSION_3 = 0x20080522, CAP_KILL = 5, CAP_SETGID = 6, CAP_SETUID = 7,
       CAP_SETPCAP = 8, CAP_LAST = 63 };

enum { SECCOMP_SET_MODE_FILTER = 1, SECCOMP_FILTER_FLAG_NEW_LISTENER = 8,
       SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV = 32 };
struct sock_fprog { uint16_t len; const void *filter; };
struct seccomp_data { int32_t nr; uint32_t arch; uint64_t ip; uint64_t args[6]; };
struct seccomp_notif { uint64_t id; uint32_t pid, flags; struct seccomp_data data; };
struct seccomp_notif_resp { uint64_t id; int64_t val; int32_t error; uint32_t flags; };
enum { SECCOMP_IOCTL_NOTIF_RECV = (int)0xc0502100, SECCOMP_IOCTL_NOTIF_SEND = (int)0xc0182101,
       SECCOMP_USER_NOTIF_FLAG_CONTINUE = 1 };

struct landlock_ruleset_attr { uint64_t files, ports, scoped; };
struct landlock_path_attr { uint64_t rights; int32_t fd; } __attribute__((packed));
struct landlock_port_attr { uint64_t rights, port; };
enum { LANDLOCK_RULE_PATH_BENEATH = 1, LANDLOCK_RULE_NET_PORT = 2 };

enum { AF_UNIX = 1, AF_INET = 2, SOCK_DGRAM = 2, SOCK_SEQPACKET = 5, SOCK_NONBLOCK = 04000,
       SOCK_CLOEXEC = O_CLOEXEC, SOL_SOCKET = 1, SO_PASSCRED = 16, SCM_RIGHTS = 1,
       SCM_CREDENTIALS = 2 };
enum { MSG_CTRUNC = 8, MSG_TRUNC = 0x20, MSG_DONTWAIT = 0x40, MSG_NOSIGNAL = 0x4000,
       MSG_CMSG_CLOEXEC = 0x40000000 };
struct iovec { void *base; size_t len; };
struct msghdr {
  void *name;
  uint32_t namelen, pad0;
  struct iovec *iov;
  size_t iovlen;
  void *control;
  size_t controllen;
  uint32_t flags, pad1;
};
struct cmsghdr { size_t len; int32_t level, type; };
struct ucred { int32_t pid; uint32_t uid, gid; };

enum { SIOCGIFFLAGS = 0x8913, SIOCSIFFLAGS = 0x8914, IFF_UP = 1, TIOCSCTTY = 0x540e };
struct ifreq { char name[16]; int16_t flags; char rest[22]; };

enum { EPOLLIN = 1, EPOLLOUT = 4, EPOLLERR = 8, EPOLLHUP = 16, EPOLL_CTL_ADD = 1, EPOLL_CTL_DEL = 2,
       EPOLL_CTL_MOD = 3, POLLIN = 1 };
#if defined(__x86_64__)
struct epoll_event { uint32_t events; uint64_t data; } __attribute__((packed));
#else
struct epoll_event { uint32_t events; uint64_t data; };
#endif
struct pollfd { int32_t fd; int16_t events, revents; };
struct timespec { int64_t sec, nsec; };
enum { CLOCK_MONOTONIC = 1 };

/* Policy 0 is SCHED_OTHER; SCHED_FLAG_RESET_ON_FORK gives children a nice value of 0. */
struct sched_attr {
  uint32_t size, policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t rest[3];
};
enum { SCHED_FLAG_RESET_ON_FORK = 1, PRIO_PROCESS = 0, NICE_0 = 20 };

enum { PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1, MAP_PRIVATE = 2, MADV_WIPEONFORK = 18 };
enum { CLOSE_RANGE_UNSHARE = 2, CLOSE_RANGE_CLOEXEC = 4 };
enum { F_DUPFD_CLOEXEC = 1030, F_SETFD = 2, F_GETFD = 1, FD_CLOEXEC = 1, F_GET_SEALS = 1034,
       F_SEALS_ALL = 1 | 2 | 4 | 8 /* seal, shrink, grow, write */, SEEK_END = 2 };
enum { RLIMIT_SIGPENDING = 11 };
struct rlimit64 { uint64_t soft, hard; };

#endif
