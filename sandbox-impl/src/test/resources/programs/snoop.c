/*
 * Waits for processes that appear in its pid namespace, and tries everything on each while that is
 * still the helper: before its execve it has a copy of the zygote's memory and descriptors. Prints
 * a line for each thing that worked, and at the end the number of processes that it has seen as
 * such. Ends at the first byte on stdin.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int is_helper(int pid) {
  char path[64], name[32] = "";
  snprintf(path, sizeof path, "/proc/%d/comm", pid);
  int fd = open(path, O_RDONLY);
  if (fd < 0) return 0;
  long n = read(fd, name, sizeof name - 1);
  close(fd);
  return n > 0 && strncmp(name, "kotha-", 6) == 0;
}

/* A success counts only if the process is the helper afterwards, too. */
static void report(int pid, const char *what, int worked) {
  if (worked && is_helper(pid)) printf("%s worked\n", what);
}

static int opens(int pid, const char *file) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
  int fd = open(path, O_RDONLY);
  if (fd >= 0) close(fd);
  return fd >= 0;
}

static void attack(int pid) {
  char path[64], target[256];
  report(pid, "open mem", opens(pid, "mem"));
  report(pid, "open environ", opens(pid, "environ"));
  report(pid, "open maps", opens(pid, "maps"));
  report(pid, "open fd/3", opens(pid, "fd/3"));
  report(pid, "open exe", opens(pid, "exe"));
  report(pid, "open root", opens(pid, "root/etc"));
  snprintf(path, sizeof path, "/proc/%d/exe", pid);
  report(pid, "readlink exe", readlink(path, target, sizeof target) > 0);
  int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
  int taken = pidfd < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, pidfd, 3, 0);
  report(pid, "pidfd_getfd", taken >= 0);
  if (taken >= 0) close(taken);
  if (pidfd >= 0) close(pidfd);
  /* Needs the same right as ptrace, and does not stop the process. */
  struct iovec here = {target, 8}, there = {(void *)0x400000, 8};
  long read = process_vm_readv(pid, &here, 1, &there, 1, 0);
  report(pid, "process_vm_readv", read >= 0 || errno == EFAULT);
}

int main(void) {
  struct pollfd stop = {0, POLLIN, 0};
  int next = getpid() + 1, seen = 0, last = 0;
  puts("ready");
  fflush(stdout);
  while (poll(&stop, 1, 0) == 0) {
    int pid = 0;
    for (int i = 0; i < 4 && !pid; i++) /* a number may be skipped */
      if (kill(next + i, 0) == 0 || errno != ESRCH) pid = next + i;
    if (!pid) continue;
    for (int tries = 0; tries < 1000 && is_helper(pid); tries++) {
      seen += pid != last;
      last = pid;
      attack(pid);
    }
    next = pid + 1;
  }
  printf("seen %d\n", seen);
  return 0;
}
