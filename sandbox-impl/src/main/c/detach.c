/* What the zygote takes over from the JVM that started it: nothing. */
#include "zygote.h"

/* A limit of time is late by as long as its keeper waits behind who burns every processor. Only root
 * may go first, and only who was not told to stand back does; no room inherits it. */
static void go_first(void) {
  struct sched_attr first = {.size = sizeof first, .flags = SCHED_FLAG_RESET_ON_FORK, .nice = -10};
  if (SYS(getpriority, PRIO_PROCESS, 0) == NICE_0) SYS(sched_setattr, 0, &first, 0);
}

bool zygote_detach(void) {
  struct sigaction standard = {0, 0, 0, 0}, ignore = {(void *)1, 0, 0, 0};
  uint64_t none = 0;
  if (SYS(close_range, CONTROL + 1, ~0u, 0) < 0) return false;
  SYS(setsid); /* fails only for one that leads a session already */
  SYS(rt_sigprocmask, SIG_SETMASK, &none, 0, 8);
  const int ignored[] = {ZYGOTE_IGNORES};
#ifndef KOTHA_HOSTED /* the sanitizers have handlers */
  for (int number = 1; number <= 64; number++) SYS(rt_sigaction, number, &standard, 0, 8); /* what the JVM ignored */
#else
  (void)standard;
#endif
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) SYS(rt_sigaction, ignored[i], &ignore, 0, 8);
  SYS(umask, 0);
  /* The caller's own 0, 1 and 2 would keep its pipes open after it is gone. */
  long null = SYS(openat, AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0);
  for (int i = 0; i < 3; i++)
    if (null < 0 || SYS(dup3, null, i, 0) < 0) return false;
  sys_close((int)null);
  SYS(fcntl, CONTROL, F_SETFD, FD_CLOEXEC);
  SYS(prctl, PR_SET_NAME, "kotha-zygote", 0, 0, 0);
  go_first();
  return SYS(chdir, "/") == 0;
}
