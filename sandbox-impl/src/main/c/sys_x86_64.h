/* System call numbers of x86_64, and how to make the call. */
#ifndef KOTHA_SYS_X86_64_H
#define KOTHA_SYS_X86_64_H

enum {
  NR_read = 0, NR_write = 1, NR_close = 3, NR_fstat = 5, NR_lseek = 8, NR_mmap = 9, NR_munmap = 11,
  NR_rt_sigaction = 13, NR_rt_sigprocmask = 14, NR_ioctl = 16, NR_pread64 = 17, NR_madvise = 28,
  NR_getpid = 39, NR_sendfile = 40, NR_socket = 41, NR_sendmsg = 46, NR_recvmsg = 47,
  NR_socketpair = 53, NR_setsockopt = 54, NR_execve = 59, NR_fcntl = 72, NR_getcwd = 79,
  NR_chdir = 80, NR_fchdir = 81, NR_fchmod = 91, NR_umask = 95, NR_setsid = 112, NR_setgroups = 116,
  NR_setresuid = 117, NR_setresgid = 119, NR_capset = 126, NR_fstatfs = 138, NR_getpriority = 140,
  NR_pivot_root = 155, NR_prctl = 157, NR_mount = 165, NR_umount2 = 166, NR_sethostname = 170,
  NR_clock_gettime = 228, NR_exit_group = 231, NR_epoll_ctl = 233, NR_waitid = 247, NR_keyctl = 250,
  NR_openat = 257, NR_mkdirat = 258, NR_fchownat = 260, NR_unlinkat = 263, NR_symlinkat = 266,
  NR_ppoll = 271, NR_unshare = 272, NR_signalfd4 = 289, NR_eventfd2 = 290, NR_epoll_create1 = 291,
  NR_dup3 = 292, NR_prlimit64 = 302, NR_setns = 308, NR_sched_setattr = 314, NR_seccomp = 317,
  NR_pidfd_send_signal = 424, NR_open_tree = 428, NR_move_mount = 429, NR_fsopen = 430,
  NR_fsconfig = 431, NR_fsmount = 432, NR_pidfd_open = 434, NR_clone3 = 435, NR_close_range = 436,
  NR_openat2 = 437, NR_epoll_pwait2 = 441, NR_mount_setattr = 442, NR_landlock_create_ruleset = 444,
  NR_landlock_add_rule = 445, NR_landlock_restrict_self = 446,
};

static inline long sys6(long n, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

/* The kernel enters with argc at the stack pointer; the ABI requires an aligned stack. */
#define KT_START                      \
  __asm__(".globl _start\n"           \
          "_start:\n"                 \
          "  xor %ebp, %ebp\n"        \
          "  mov %rsp, %rdi\n"        \
          "  and $-16, %rsp\n"        \
          "  call kt_start\n"         \
          "  hlt\n")

#endif
