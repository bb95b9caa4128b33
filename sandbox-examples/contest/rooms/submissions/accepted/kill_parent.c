/*
 * HOSTILE: kills its supervisors.
 *
 * Tries:   SIGKILL, SIGSTOP and others to its parent, to process 1 and to all processes (-1); a CPU
 *          limit of zero set on process 1.
 * Stopped: by the pid namespace (its only other process is the room's init, to which the kernel
 *          does not deliver fatal signals from within the namespace), by the zygote running outside
 *          of every room, and by seccomp (limits of other processes).
 * Verdict: CORRECT if the program survives and finds no process to kill. WRONG-ANSWER if it sees
 *          other processes or changed init's limits; RUN-ERROR if that killed init.
 * Bound:   signals are sent only if at most 8 processes are visible and its pid is below 100, that
 *          is, in a room; elsewhere it only counts.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { CROWD = 8 };

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

static int processes_in_sight(void) {
  DIR *proc = opendir("/proc");
  int count = 0;
  for (struct dirent *entry; proc && (entry = readdir(proc));)
    count += isdigit((unsigned char)entry->d_name[0]) != 0;
  if (proc) closedir(proc);
  return count;
}

static void shoot(pid_t target) {
  static const int shots[] = {SIGHUP, SIGTERM, SIGSEGV, SIGXCPU, SIGSTOP, SIGKILL};
  for (size_t i = 0; i < sizeof shots / sizeof *shots; i++) kill(target, shots[i]);
}

int main(void) {
  int leak = 0;
  int seen = processes_in_sight();
  if (getpid() >= 100 || seen < 1 || seen > CROWD) {
    leak = 1;
  } else {
    struct rlimit none = {0, 0};
    leak |= prlimit(1, RLIMIT_CPU, &none, NULL) == 0;
    if (getppid() > 0) shoot(getppid());
    shoot(1);
    shoot(-1); /* the kernel excludes the caller */
    leak |= kill(-1, 0) == 0 || errno != ESRCH;
    usleep(100 * 1000); /* time for the signals to arrive */
  }
  if (leak) puts("somebody was within reach");
  else solve();
}
