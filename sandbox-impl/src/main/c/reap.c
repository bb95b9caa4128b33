#include "reap.h"
#include "failure.h"
#include "procs.h"

enum { MAX_KILLS = 1000 };

/*
 * The kernel kills the rest of a pid namespace; in a shared one init does, because the zygote may
 * be dead. It stops after some rounds: a process that cannot be killed, for want of CAP_KILL or in
 * a system call, must not keep init.
 */
NORETURN void leave(const struct build *b, int status) {
  struct timespec pause = {0, 1000000};
  for (int round = 0; b->killer >= 0 && round < MAX_KILLS; round++) {
    if (SYS(write, b->killer, "1", 1) >= 0 || procs_kill(b->killer)) break;
    SYS(ppoll, 0, 0, &pause, 0, 8);
  }
  sys_exit(status);
}

int reap_open(const struct build *b) {
  uint64_t child = 1ULL << (SIGCHLD - 1);
  return (int)must(b, STEP_FORK, 2, SYS(signalfd4, -1, &child, 8, O_CLOEXEC));
}

int reap_one(struct message *ended) {
  struct siginfo info;
  uint64_t usage[18] = {0}; /* struct rusage */
  info.pid = 0;
  if (SYS(waitid, P_ALL, 0, &info, WEXITED | WNOHANG, usage) < 0 || info.pid == 0) return 0;
  ended->major_faults += usage[9];
  ended->voluntary += usage[16];
  ended->involuntary += usage[17];
  ended->code = info.code;
  ended->status = info.status;
  ended->now = monotonic_ns();
  ended->minor_faults = usage[8];
  return info.pid;
}

bool reap_wait(const struct build *b, int signals) {
  char drained[128];
  struct pollfd polls[] = {{signals, POLLIN, 0}, {b->life, POLLIN, 0}, {b->zygote, POLLIN, 0}};
  long ready = SYS(ppoll, polls, 3, 0, 0, 8);
  if (ready < 0 && ready != -EINTR) leave(b, 1);
  if (polls[2].revents) leave(b, 1);
  if (polls[0].revents) SYS(read, signals, drained, sizeof drained);
  return polls[1].revents;
}
