/*
 * HOSTILE: leaves a daemon behind.
 *
 * Tries:   a double-forked grandchild in a new session ignores signals and outlives the program; it
 *          holds stdout open, so that a grader that waits for EOF waits for it, and writes to it a
 *          second later.
 * Stopped: by the end of the room: when the program ends, every process of its pid namespace is
 *          killed before the result is reported.
 * Verdict: CORRECT, and at once. A surviving daemon corrupts the output (WRONG-ANSWER) or delays
 *          the grader (TIMELIMIT, or seconds late).
 * Bound:   one process; it ends after 20 s.
 */
#define _DEFAULT_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
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

static void haunt(void) {
  static const char *const word = "\nI am still here\n";
  for (int s = 1; s < 32; s++) signal(s, SIG_IGN);
  signal(SIGALRM, SIG_DFL);
  alarm(20);
  for (;;) {
    sleep(1);
    for (const char *c = word; *c; c++)
      if (write(STDOUT_FILENO, c, 1) < 0) break;
  }
}

int main(void) {
  solve();
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    setsid();
    if (fork() == 0) haunt();
    _exit(0);
  }
  if (child > 0) waitpid(child, NULL, 0);
}
