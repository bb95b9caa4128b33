/*
 * Takes all epoll watches of its user, which it may share with the JVM, then prints a line and
 * holds them. Each process has room for about 4 million.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 4, INSTANCES = 1900, TARGETS = 2040 };

static int fill(void) {
  static int targets[TARGETS];
  int count = 0;
  for (; count < TARGETS; count++)
    if ((targets[count] = eventfd(0, 0)) < 0) return errno;
  for (int i = 0; i < INSTANCES; i++) {
    int epoll = epoll_create1(0);
    if (epoll < 0) return errno;
    for (int k = 0; k < count; k++) {
      struct epoll_event event = {EPOLLIN, {0}};
      if (epoll_ctl(epoll, EPOLL_CTL_ADD, targets[k], &event) < 0) return errno;
    }
  }
  return 0;
}

int main(void) {
  for (int i = 0; i < PROCESSES; i++) {
    pid_t child = fork();
    if (child == 0) {
      int err = fill();
      printf("%s\n", err == ENOSPC ? "none left" : strerror(err));
      fflush(stdout);
      for (;;) pause();
    }
  }
  while (wait(0) > 0) continue;
  return 0;
}
