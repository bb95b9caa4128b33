/*
 * HOSTILE: ignores signals.
 *
 * Tries:   blocks and ignores every signal that can be, such as SIGTERM and SIGXCPU, raises its
 *          CPU limits and its priority, and loops in two processes.
 * Stopped: by clocks outside of the room, which count all of its processes, and by SIGKILL to the
 *          whole room.
 * Verdict: TIMELIMIT. No limit: WRONG-ANSWER, a minute late.
 * Bound:   two processes, one minute.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

int main(void) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
  for (int s = 1; s < 65; s++) signal(s, SIG_IGN);
  struct rlimit endless = {RLIM_INFINITY, RLIM_INFINITY};
  setrlimit(RLIMIT_CPU, &endless);
  setpriority(PRIO_PROCESS, 0, -20);
  pid_t child = fork();
  time_t end = time(NULL) + 60;
  while (time(NULL) < end) continue;
  if (child != 0) puts("deaf, and still here");
}
