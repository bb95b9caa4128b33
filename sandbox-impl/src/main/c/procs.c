#include "procs.h"
#include "fds.h"

enum { BATCH = 32, MAX_TEXT = 8192 };

/* Returns the length or -errno. A list that is too long ends after a whole number. */
static long list(int procs, char *text) {
  long n = SYS(pread64, procs, text, MAX_TEXT - 1, 0);
  if (n < 0) return n;
  while (n == MAX_TEXT - 1 && n > 0 && text[n - 1] != '\n') n--;
  text[n] = 0;
  return n;
}

/* Reads the next number of a list; 0 at its end. */
static int next_pid(const char **at) {
  int pid = 0;
  while (**at == '\n') ++*at;
  while (**at >= '0' && **at <= '9') pid = pid * 10 + (*(*at)++ - '0');
  return pid;
}

static bool has_pid(const char *text, int pid) {
  for (int next = next_pid(&text); next > 0; next = next_pid(&text))
    if (next == pid) return true;
  return false;
}

bool procs_kill(int procs) {
  char text[MAX_TEXT];
  int pids[BATCH], pidfds[BATCH];
  size_t count = 0;
  if (list(procs, text) <= 0) return true;
  const char *at = text;
  for (int pid = next_pid(&at); pid > 1 && count < BATCH; pid = next_pid(&at)) {
    long fd = SYS(pidfd_open, pid, 0);
    if (fd < 0) continue; /* dead */
    pids[count] = pid;
    pidfds[count++] = (int)fd;
  }
  /* A number that is still listed belongs to a process of the group. If the descriptor's process
   * had another group, it would be this one, because a live process keeps its number. */
  if (list(procs, text) < 0) text[0] = 0;
  for (size_t i = 0; i < count; i++)
    if (has_pid(text, pids[i])) SYS(pidfd_send_signal, pidfds[i], SIGKILL, 0, 0);
  close_all(pidfds, count);
  return false;
}
