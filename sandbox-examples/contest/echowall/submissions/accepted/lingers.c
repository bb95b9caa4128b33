/*
 * HOSTILE: leaves a daemon that holds the pipes.
 *
 * Tries:   finds the crack and ends, but a grandchild keeps both pipes open, so that an interactor
 *          that waits for EOF waits for it. A second later it writes, which after the echo is a
 *          wrong answer.
 * Stopped: by the end of the room: when the program ends, all of its processes are killed and the
 *          pipes closed.
 * Verdict: CORRECT, and at once. A daemon that lives: WRONG-ANSWER.
 * Bound:   one process; it ends after 20 s.
 */
#define _DEFAULT_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void find(void) {
  int first = 1, last, shouts;
  char reply[16] = "";
  if (scanf("%d %d", &last, &shouts) != 2) return;
  while (strcmp(reply, "echo") != 0) {
    int middle = first + (last - first) / 2;
    printf("shout %d\n", middle);
    fflush(stdout);
    if (scanf("%15s", reply) != 1) return;
    if (strcmp(reply, "left") == 0) last = middle - 1;
    if (strcmp(reply, "right") == 0) first = middle + 1;
  }
}

int main(void) {
  find();
  if (fork() != 0) return 0;
  setsid();
  if (fork() != 0) return 0;
  signal(SIGPIPE, SIG_IGN);
  for (int i = 0; i < 20; i++) {
    sleep(1);
    puts("hello?");
    fflush(stdout);
  }
}
