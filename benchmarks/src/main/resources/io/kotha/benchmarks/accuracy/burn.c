// Uses an amount of CPU time, by the kernel's clock of each thread or process, and prints the
// amount actually used in nanoseconds, one line for each process. That can be more than requested
// if the hypervisor interrupts a loop, because its clock continues.
//   burn threads MICROSECONDS COUNT   in equal parts by COUNT threads
//   burn double MICROSECONDS COUNT    by COUNT grandchildren whose parents have ended
//   burn unwaited MICROSECONDS COUNT  by COUNT children that are not reaped
//   burn forever 0 COUNT              by COUNT threads, until it is killed
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 64 };

static uint64_t share_ns;

static void must(int holds, const char *what) {
  if (holds) return;
  perror(what);
  exit(3);
}

static uint64_t used_ns(clockid_t clock) {
  struct timespec t;
  must(clock_gettime(clock, &t) == 0, "clock_gettime");
  return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static void say(uint64_t ns) {
  char line[32];
  int n = snprintf(line, sizeof line, "%llu\n", (unsigned long long)ns);
  must(write(1, line, (size_t)n) == n, "write");
}

// Prints this process's time at its end, because its parent cannot read it afterwards.
_Noreturn static void end(void) {
  say(used_ns(CLOCK_PROCESS_CPUTIME_ID));
  _exit(0);
}

// Prints a child's time, including that of its exit: the child is a zombie, not reaped.
static void say_of(int child) {
  siginfo_t info;
  clockid_t clock;
  must(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT) == 0, "waitid");
  must(clock_getcpuclockid(child, &clock) == 0, "clock_getcpuclockid");
  say(used_ns(clock));
}

static void *burn(void *nothing) {
  uint64_t start = used_ns(CLOCK_THREAD_CPUTIME_ID);
  while (used_ns(CLOCK_THREAD_CPUTIME_ID) - start < share_ns)
    for (volatile int i = 0; i < 1000; i++) continue;
  return nothing;
}

static void by_threads(int count) {
  pthread_t threads[MOST];
  for (int i = 1; i < count; i++)
    must(pthread_create(&threads[i], 0, burn, 0) == 0, "pthread_create");
  burn(0);
  for (int i = 1; i < count; i++) pthread_join(threads[i], 0);
}

// A new process starts at 0, so its whole clock counts, including its start.
static void burn_process(void) {
  while (used_ns(CLOCK_PROCESS_CPUTIME_ID) < share_ns)
    for (volatile int i = 0; i < 1000; i++) continue;
}

// The parent gets EOF from the pipe when the last process has ended.
static void by_children(int count, int twice) {
  int ends[2], children[MOST];
  char word;
  must(pipe(ends) == 0, "pipe");
  for (int i = 0; i < count; i++) {
    children[i] = fork();
    must(children[i] >= 0, "fork");
    if (children[i] > 0) continue;
    if (twice && setsid() >= 0 && fork() != 0) _exit(0);
    burn_process();
    if (twice) end();
    _exit(0);
  }
  close(ends[1]);
  must(read(ends[0], &word, 1) == 0, "read");
  for (int i = 0; i < count; i++) say_of(children[i]);
}

int main(int argc, char **argv) {
  must(argc == 4, "burn MODE MICROSECONDS COUNT");
  int count = atoi(argv[3]);
  must(count > 0 && count <= MOST, "COUNT");
  share_ns = strtoull(argv[2], 0, 10) * 1000 / (uint64_t)count;
  if (!strcmp(argv[1], "threads")) by_threads(count);
  else if (!strcmp(argv[1], "double")) by_children(count, 1);
  else if (!strcmp(argv[1], "unwaited")) by_children(count, 0);
  else if (!strcmp(argv[1], "forever")) {
    share_ns = UINT64_MAX;
    by_threads(count);
  } else return 2;
  end();
}
