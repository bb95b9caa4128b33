/* System call numbers of aarch64, and how to make the call. */
#ifndef KOTHA_SYS_AARCH64_H
#define KOTHA_SYS_AARCH64_H

enum {
  NR_getcwd = 17, NR_eventfd2 = 19, NR_epoll_create1 = 20, NR_epoll_ctl = 21, NR_dup3 = 24,
  NR_fcntl = 25, NR_ioctl = 29, NR_mkdirat = 34, NR_unlinkat = 35, NR_symlinkat = 36,
  NR_umount2 = 39, NR_mount = 40, NR_pivot_root = 41, NR_fstatfs = 44, NR_chdir = 49,
  NR_fchdir = 50, NR_fchmod = 52, NR_fchownat = 54, NR_openat = 56, NR_close = 57, NR_lseek = 62,
  NR_read = 63, NR_write = 64, NR_pread64 = 67, NR_sendfile = 71, NR_ppoll = 73, NR_signalfd4 = 74,
  NR_fstat = 80, NR_capset = 91, NR_exit_group = 94, NR_waitid = 95, NR_unshare = 97,
  NR_clock_gettime = 113, NR_rt_sigaction = 134, NR_rt_sigprocmask = 135, NR_getpriority = 141,
  NR_setresuid = 147, NR_setresgid = 149, NR_setsid = 157, NR_setgroups = 159, NR_sethostname = 161,
  NR_umask = 166, NR_prctl = 167, NR_getpid = 172, NR_socket = 198, NR_socketpair = 199,
  NR_setsockopt = 208, NR_sendmsg = 211, NR_recvmsg = 212, NR_munmap = 215, NR_keyctl = 219,
  NR_execve = 221, NR_mmap = 222, NR_madvise = 233, NR_prlimit64 = 261, NR_setns = 268,
  NR_sched_setattr = 274, NR_seccomp = 277, NR_pidfd_send_signal = 424, NR_open_tree = 428,
  NR_move_mount = 429, NR_fsopen = 430, NR_fsconfig = 431, NR_fsmount = 432, NR_pidfd_open = 434,
  NR_clone3 = 435, NR_close_range = 436, NR_openat2 = 437, NR_epoll_pwait2 = 441,
  NR_mount_setattr = 442, NR_landlock_create_ruleset = 444, NR_landlock_add_rule = 445,
  NR_landlock_restrict_self = 446,
};

static inline long sys6(long n, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = n;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc 0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory", "cc");
  return x0;
}

#define KT_START                      \
  __asm__(".globl _start\n"           \
          "_start:\n"                 \
          "  mov x29, #0\n"           \
          "  mov x30, #0\n"           \
          "  mov x0, sp\n"            \
          "  and sp, x0, #-16\n"      \
          "  bl kt_start\n"           \
          "  brk #1\n")

#endif
