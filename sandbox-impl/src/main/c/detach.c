#include "detach.h"
#include "watch.h"

/* Otherwise a time limit is late by however long the zygote waits for a CPU. Only root can raise
 * its priority; a JVM that was given a nice value keeps it; rooms do not inherit the priority. */
static void raise_priority(void) {
  struct sched_attr attr = {.size = sizeof attr, .flags = SCHED_FLAG_RESET_ON_FORK, .nice = -10};
  if (SYS(getpriority, PRIO_PROCESS, 0) == NICE_0) SYS(sched_setattr, 0, &attr, 0);
}

/* The JVM's handlers are gone since execve, but signals that it ignored are ignored still. */
static void reset_signals(void) {
  struct sigaction standard = {0, 0, 0, 0}, ignore = {(void *)1, 0, 0, 0};
  const int ignored[] = {ZYGOTE_IGNORES};
  uint64_t none = 0;
  SYS(rt_sigprocmask, SIG_SETMASK, &none, 0, 8);
#ifndef KOTHA_HOSTED /* the sanitizers have handlers */
  for (int signal = 1; signal <= 64; signal++) SYS(rt_sigaction, signal, &standard, 0, 8);
#else
  (void)standard;
#endif
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
    SYS(rt_sigaction, ignored[i], &ignore, 0, 8);
}

bool zygote_detach(void) {
  if (SYS(close_range, CONTROL + 1, ~0u, 0) < 0) return false;
  SYS(setsid); /* fails only in a process that leads a session already */
  reset_signals();
  SYS(umask, 0);
  /* The JVM's own 0, 1 and 2 would keep its pipes open after its death. */
  long null = SYS(openat, AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0);
  for (int i = 0; i < 3; i++)
    if (null < 0 || SYS(dup3, null, i, 0) < 0) return false;
  sys_close((int)null);
  if (SYS(fcntl, CONTROL, F_SETFD, FD_CLOEXEC) < 0) return false;
  SYS(prctl, PR_SET_NAME, "kotha-zygote", 0, 0, 0);
  raise_priority();
  return SYS(chdir, "/") == 0;
}
