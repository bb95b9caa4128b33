// Kills children, one after the other, that only call setpriority; then makes that call itself and
// prints the result: shortlived ROUNDS
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 1;
  for (int i = 0; i < rounds; i++) {
    pid_t child = fork();
    if (child < 0) return 1;
    while (child == 0) syscall(SYS_setpriority, 0, 0, 0);
    usleep(200 + i * 37 % 1000);
    kill(child, SIGKILL);
    waitpid(child, 0, 0);
  }
  long answer = syscall(SYS_setpriority, 0, 0, 0);
  printf("%ld\n", answer < 0 ? -errno : answer);
  return 0;
}
