// Tries to pass off another process's exit status as its own: first a sibling made with
// CLONE_PARENT exits 0, then an orphan does; then the program itself exits 3.
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void) {
  long sibling = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
  if (sibling == 0) _exit(0);
  if (fork() == 0) {
    if (fork() == 0) _exit(0);
    _exit(0);
  }
  // Write bytes that look like a report to every descriptor that could be one of the helper's.
  char zeros[64] = {0};
  for (int fd = 3; fd < 256; fd++) write(fd, zeros, sizeof zeros);
  usleep(200000);
  printf("sibling %s\n", sibling > 0 ? "made" : "refused");
  fflush(stdout);
  return 3;
}
