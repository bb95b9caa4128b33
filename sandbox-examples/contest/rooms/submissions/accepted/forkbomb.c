/*
 * HOSTILE: fork bomb.
 *
 * Tries:   every process forks as fast as it can, and so do its children, which ignore SIGTERM.
 * Stopped: by the limit on processes of the room's cgroup; fork fails with EAGAIN, for this room
 *          only, and all that was forked dies with the room.
 * Verdict: CORRECT, printed only if the first process was refused a fork.
 *          No limit: WRONG-ANSWER, or late, since the children hold stdout.
 * Bound:   2,000 forks, counted in memory that all of them share; each child ends after 20 s.
 */
#define _DEFAULT_SOURCE
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST = 2000, LIFE_SECONDS = 20 };

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

int main(void) {
  atomic_int *forks =
      mmap(NULL, sizeof *forks, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (forks == MAP_FAILED) return 1;
  const pid_t first = getpid();
  int refused = 0;
  while (!refused && atomic_fetch_add(forks, 1) < MOST) {
    pid_t child = fork();
    refused = child < 0;
    if (child == 0) {
      signal(SIGTERM, SIG_IGN);
      alarm(LIFE_SECONDS);
    }
  }
  if (getpid() != first)
    for (;;) pause(); /* keeps its pid and stdout */
  if (refused) solve();
  else puts("2,000 processes");
}
