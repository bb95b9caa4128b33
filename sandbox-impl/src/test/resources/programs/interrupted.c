// Receives a signal while a system call waits for its answer: interrupted MILLISECONDS. Prints what
// the call returned and the number of signals.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t signals;

static void on_signal(int number) {
  signals += number == SIGALRM;
}

int main(int argc, char **argv) {
  struct sigaction action = {.sa_handler = on_signal}; /* without SA_RESTART */
  struct itimerval once = {.it_value = {.tv_usec = 1000 * (argc > 1 ? atoi(argv[1]) : 1)}};
  sigaction(SIGALRM, &action, 0);
  setitimer(ITIMER_REAL, &once, 0);
  long answer = syscall(SYS_setpriority, 0, 0, 0);
  printf("%ld %d\n", answer < 0 ? -errno : answer, (int)signals);
  return 0;
}
