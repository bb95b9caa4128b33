#include "adopt.h"
#include "watch.h"

static int signals = -1;

bool adopt_open(void) {
  uint64_t child = 1ULL << (SIGCHLD - 1);
  if (SYS(prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0) return false;
  if (SYS(rt_sigprocmask, SIG_BLOCK, &child, 0, 8) < 0) return false;
  signals = (int)SYS(signalfd4, -1, &child, 8, O_CLOEXEC | O_NONBLOCK);
  return signals >= 0 && watch_orphans(signals) >= 0;
}

/* The zygote's own children have no exit signal, so that this does not reap them. */
void adopt_reap(void) {
  char drained[128]; /* struct signalfd_siginfo */
  struct siginfo info;
  SYS(read, signals, drained, sizeof drained);
  do info.pid = 0;
  while (SYS(waitid, P_ALL, 0, &info, WEXITED | WNOHANG, 0) == 0 && info.pid != 0);
}
