/*
 * HOSTILE: passes data between runs.
 *
 * Tries:   leaves a marker file in every directory that it can write to, and a System V shared
 *          memory segment, and looks for those of an earlier run (each test case is one); writes
 *          into the directories of the toolchain.
 * Stopped: by a fresh room for every run (its own tmpfs at the working directory, /tmp and
 *          /dev/shm), by the ipc namespace, and by read-only mounts.
 * Verdict: CORRECT, unless it meets a trace of itself or can write where it must not:
 *          WRONG-ANSWER, from the second test case on.
 * Bound:   one empty file in each of a dozen directories, 4 KiB of shared memory.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <unistd.h>

/* The correct solution: the fewest doors from room 1 to room n, by relaxation. */
static void solve(void) {
  static int from[5000], to[5000], passed[1001];
  int rooms, doors;
  if (scanf("%d %d", &rooms, &doors) != 2) exit(1);
  for (int i = 0; i < doors; i++)
    if (scanf("%d %d", &from[i], &to[i]) != 2) exit(1);
  for (int room = 2; room <= rooms; room++) passed[room] = -1;
  for (int changed = 1; changed;) {
    changed = 0;
    for (int i = 0; i < doors; i++) {
      int there = passed[from[i]] + 1;
      if (there > 0 && (passed[to[i]] < 0 || passed[to[i]] > there)) {
        passed[to[i]] = there;
        changed = 1;
      }
    }
  }
  if (passed[rooms] < 0) puts("sealed");
  else printf("%d\n", passed[rooms]);
}

/* Leaves a marker in the directory: returns 1 if it is new, 0 if refused, -1 if there was one. */
static int mark(const char *directory) {
  char path[256];
  snprintf(path, sizeof path, "%s/kotha-was-here", directory);
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (fd >= 0) close(fd);
  return fd >= 0 ? 1 : errno == EEXIST ? -1 : 0;
}

int main(void) {
  static const char *const shared[] = {".",    "/",     "/tmp",  "/dev/shm", "/var/tmp",   "/run",
                                       "/dev", "/home", "/root", "/etc",     "/dev/mqueue"};
  static const char *const toolchain[] = {"/usr", "/usr/bin", "/usr/lib", "/bin", "/lib"};
  int leak = 0;
  for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) leak |= mark(shared[i]) < 0;
  for (size_t i = 0; i < sizeof toolchain / sizeof *toolchain; i++) {
    if (mark(toolchain[i]) == 0) continue;
    char path[256];
    snprintf(path, sizeof path, "%s/kotha-was-here", toolchain[i]);
    unlink(path);
    leak = 1;
  }
  leak |= shmget(0x6b6f7468, 4096, IPC_CREAT | IPC_EXCL | 0600) < 0 && errno == EEXIST;
  if (leak) puts("somebody was here before");
  else solve();
}
