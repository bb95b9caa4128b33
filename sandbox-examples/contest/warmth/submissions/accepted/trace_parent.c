/*
 * HOSTILE: takes over its supervisor.
 *
 * Tries:   tracing its parent and process 1, reading and writing their memory, taking their file
 *          descriptors, entering their root, overwriting the program that they run.
 * Stopped: by the pid namespace (only the room's init is in it), by init being non-dumpable, and by
 *          seccomp (ptrace, process_vm_readv, pidfd_getfd).
 * Verdict: CORRECT; WRONG-ANSWER if any attempt succeeds.
 * Bound:   it attaches without stopping, opens without writing, and detaches when it ends.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif

/* The correct solution: simulates the doors in order. */
static void solve(void) {
  static double volume[1001], warmth[1001];
  int rooms, doors;
  if (scanf("%d %d", &rooms, &doors) != 2) exit(1);
  for (int i = 1; i <= rooms; i++)
    if (scanf("%lf %lf", &volume[i], &warmth[i]) != 2) exit(1);
  for (int i = 0; i < doors; i++) {
    int a, b;
    if (scanf("%d %d", &a, &b) != 2) exit(1);
    double heat = volume[a] * warmth[a] + volume[b] * warmth[b];
    warmth[a] = warmth[b] = heat / (volume[a] + volume[b]);
  }
  for (int i = 1; i <= rooms; i++) printf("%.9f\n", warmth[i]);
}

static int traced(pid_t pid) { return ptrace(PTRACE_SEIZE, pid, NULL, NULL) == 0; }

static int memory_read(pid_t pid) {
  char byte;
  struct iovec here = {&byte, 1}, there = {(void *)0x400000, 1};
  return process_vm_readv(pid, &here, 1, &there, 1, 0) >= 0 || errno == EFAULT;
}

static int descriptor_taken(pid_t pid) {
  int taken = 0;
  int process = syscall(SYS_pidfd_open, pid, 0);
  for (int fd = 0; process >= 0 && fd < 32; fd++)
    taken |= syscall(SYS_pidfd_getfd, process, fd, 0) >= 0;
  return taken;
}

static int opened(pid_t pid, const char *file, int how) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
  int fd = open(path, how | O_NONBLOCK);
  if (fd >= 0) close(fd);
  return fd >= 0;
}

static int taken_over(pid_t pid) {
  const int directory = O_RDONLY | O_DIRECTORY;
  return traced(pid) || memory_read(pid) || descriptor_taken(pid) ||
         opened(pid, "mem", O_RDONLY) || opened(pid, "mem", O_RDWR) ||
         opened(pid, "exe", O_WRONLY) || opened(pid, "fd/0", O_RDWR) ||
         opened(pid, "root/", directory) || opened(pid, "cwd/", directory) ||
         opened(pid, "map_files/", directory);
}

int main(void) {
  pid_t parent = getppid();
  if ((parent > 0 && taken_over(parent)) || taken_over(1)) puts("I am my own parent");
  else solve();
}
