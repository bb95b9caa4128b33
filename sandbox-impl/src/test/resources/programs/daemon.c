// Leaves a grandchild behind that has its own session, ignores all signals it can, holds no
// descriptor and has no parent-death signal: daemon TOKEN. Exits 0 at once.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  int ready[2];
  if (pipe(ready)) return 3;
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      for (int s = 1; s < 32; s++) signal(s, SIG_IGN);
      prctl(PR_SET_PDEATHSIG, 0);
      write(ready[1], "x", 1);
      for (int fd = 0; fd < 64; fd++) close(fd);
      for (;;) pause();
    }
    _exit(0);
  }
  char x;
  read(ready[0], &x, 1);
  puts("left behind");
  return 0;
}
