// Makes the system calls that are given as text and prints what each returns.
//
//   sys NAME ARG... [, NAME ARG...]...
//
// NAME is a call's name or number. ARG is an integer (-1, 0x10), "s:TEXT", "z:N" for N zero bytes,
// "h:HEX" for bytes, or "$" for the result of the previous call. Each call prints "NAME RESULT";
// RESULT is an integer or the name of an errno.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CALL(name) {#name, SYS_##name}

static const struct {
  const char *name;
  long number;
} calls[] = {
    CALL(acct), CALL(add_key), CALL(bind), CALL(bpf), CALL(chroot), CALL(clock_adjtime),
    CALL(clock_settime), CALL(clone), CALL(clone3), CALL(close), CALL(connect),
    CALL(delete_module), CALL(dup), CALL(dup3), CALL(execve), CALL(fchdir), CALL(fchmod),
    CALL(fchmodat), CALL(fcntl), CALL(finit_module), CALL(fsopen), CALL(getpgid),
    CALL(getpid), CALL(getppid), CALL(init_module), CALL(inotify_init1), CALL(io_uring_setup),
    CALL(ioctl), CALL(ioprio_set), CALL(kcmp), CALL(kexec_load), CALL(keyctl), CALL(kill),
    CALL(landlock_create_ruleset), CALL(linkat), CALL(mkdirat), CALL(mknodat), CALL(mlock),
    CALL(mmap), CALL(mount), CALL(mount_setattr), CALL(move_mount), CALL(mq_open),
    CALL(msgget), CALL(name_to_handle_at), CALL(open_by_handle_at), CALL(open_tree),
    CALL(openat), CALL(perf_event_open), CALL(personality), CALL(pidfd_getfd),
    CALL(pidfd_open), CALL(pivot_root), CALL(ppoll), CALL(prctl), CALL(prlimit64),
    CALL(process_vm_readv), CALL(process_vm_writev), CALL(ptrace), CALL(quotactl), CALL(read),
    CALL(reboot), CALL(recvmsg), CALL(renameat2), CALL(request_key), CALL(sched_setaffinity),
    CALL(sched_setscheduler), CALL(seccomp), CALL(sendmsg), CALL(setgroups),
    CALL(sethostname), CALL(setns), CALL(setpriority), CALL(setresgid), CALL(setresuid),
    CALL(setsockopt), CALL(settimeofday), CALL(setuid), CALL(shmget), CALL(socket),
    CALL(socketpair), CALL(splice), CALL(swapoff), CALL(swapon), CALL(symlinkat),
    CALL(syslog), CALL(umount2), CALL(unlinkat), CALL(unshare), CALL(userfaultfd),
    CALL(vhangup), CALL(vmsplice), CALL(write), CALL(memfd_create),
#ifdef SYS_iopl
    CALL(iopl), CALL(ioperm), CALL(modify_ldt),
#endif
#ifdef SYS_chmod
    CALL(chmod), CALL(creat), CALL(mknod), CALL(open),
#endif
#ifdef SYS_memfd_secret
    CALL(memfd_secret),
#endif
    {"fchmodat2", 452}, {"cachestat", 451}, {"open_tree_attr", 467}, {"listmount", 458},
    {"openat2", 437},
};

static long number_of(const char *name) {
  for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
    if (!strcmp(calls[i].name, name)) return calls[i].number;
  char *end;
  long n = strtol(name, &end, 0);
  if (end == name || *end) {
    fprintf(stderr, "sys: no call %s\n", name);
    exit(2);
  }
  return n;
}

static long bytes(const char *hex) {
  size_t n = strlen(hex) / 2;
  unsigned char *all = calloc(n + 1, 1);
  for (size_t i = 0; i < n; i++) {
    unsigned byte;
    sscanf(hex + 2 * i, "%2x", &byte);
    all[i] = byte;
  }
  return (long)all;
}

static long value(const char *text, long last) {
  if (!strcmp(text, "$")) return last;
  if (!strncmp(text, "s:", 2)) return (long)(text + 2);
  if (!strncmp(text, "z:", 2)) return (long)calloc(strtol(text + 2, 0, 0) + 1, 1);
  if (!strncmp(text, "h:", 2)) return bytes(text + 2);
  return (long)strtoull(text, 0, 0);
}

int main(int argc, char **argv) {
  long last = 0;
  setvbuf(stdout, 0, _IONBF, 0);
  for (int i = 1; i < argc; i++) {
    const char *name = argv[i];
    long a[6] = {0};
    for (int n = 0; i + 1 < argc && strcmp(argv[i + 1], ","); n++)
      a[n % 6] = value(argv[++i], last);
    i++;
    errno = 0;
    last = syscall(number_of(name), a[0], a[1], a[2], a[3], a[4], a[5]);
    if (last == -1 && errno)
      printf("%s %s\n", name, strerrorname_np(errno));
    else
      printf("%s %ld\n", name, last);
  }
  return 0;
}
