/*
 * @EXPECTED_RESULTS@: CORRECT, MEMORY-LIMIT
 *
 * HOSTILE: fills the disk.
 *
 * Tries:   fills /tmp, /dev/shm and the working directory, one after the other.
 * Stopped: by the sizes of these file systems (ENOSPC), or by a file size limit; if a tmpfs is
 *          larger than the room's memory, by the memory limit, to which its pages are charged.
 * Verdict: CORRECT in the first case, MEMORY-LIMIT in the last. No limit: WRONG-ANSWER.
 * Bound:   512 MiB at a time, removed at once.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MIB = 1 << 20, MOST_MIB = 512 };

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

/* Returns whether the file system accepted as many bytes as the bound. */
static int bottomless(const char *directory) {
  static char block[MIB];
  char path[64];
  int written = 0;
  memset(block, 'x', sizeof block);
  snprintf(path, sizeof path, "%s/kotha-fill", directory);
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd < 0) return 0;
  while (written < MOST_MIB && write(fd, block, MIB) == MIB) written++;
  close(fd);
  unlink(path);
  return written == MOST_MIB;
}

int main(void) {
  signal(SIGXFSZ, SIG_IGN); /* so that write fails with EFBIG */
  if (bottomless("/tmp") || bottomless("/dev/shm") || bottomless(".")) puts("512 MiB");
  else solve();
}
