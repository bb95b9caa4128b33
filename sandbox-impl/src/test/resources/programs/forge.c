// Tries to have another process's end taken for its own: a sibling made with CLONE_PARENT exits 0
// first, an orphan exits 0 second; then the program itself exits 3.
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
  // Bytes that look like a report, into every descriptor that could be somebody's channel.
  char zeros[64] = {0};
  for (int fd = 3; fd < 256; fd++) write(fd, zeros, sizeof zeros);
  usleep(200000);
  printf("sibling %s\n", sibling > 0 ? "made" : "refused");
  fflush(stdout);
  return 3;
}
