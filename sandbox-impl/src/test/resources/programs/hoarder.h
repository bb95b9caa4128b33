// The frame of programs that make more and more of one kind of kernel object, to measure whose
// memory that takes: PROGRAM KIND [SECONDS [PROCESSES]]. One process after another makes objects,
// until the kernel refuses one, the time is over, or the host has lost 400 MB of free memory. The
// program then prints "KIND COUNT ERRNO MILLISECONDS", with the errno of the last call that was
// refused, or "-", and holds all objects until stdin has a line.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define KIND(name) {#name, name}

struct kind {
  const char *name;
  int (*more)(long i);  // makes object number i of this process; negative: refused, with errno
};

static struct {
  volatile long count;
  volatile int error, done;
} *shared;

static char block[65536];
static int who;  // the number of the process that makes objects

static long milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static long host_free_kib(void) {
  char line[100];
  long kib = 0;
  FILE *f = fopen("/proc/meminfo", "r");
  while (f && !kib && fgets(line, sizeof line, f)) sscanf(line, "MemFree: %ld", &kib);
  if (f) fclose(f);
  return kib;
}

static void make(int (*more)(long), long end, long least_free) {
  // The program signals no process by number: whoever runs it outside a room would lose others.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, 0);
  long next = 0;
  for (long i = 0;; i++, shared->count++) {
    if (i % 16 == 0 && milliseconds() >= next) {
      next = milliseconds() + 20;
      if (next > end || host_free_kib() < least_free) break;
    }
    if (more(i) < 0) {
      shared->error = errno;
      break;
    }
  }
  shared->done = 1;
  for (;;) pause();
}

static int hoard(int argc, char **argv, const struct kind *kinds) {
  while (argc > 1 && kinds->name && strcmp(argv[1], kinds->name)) kinds++;
  if (argc < 2 || !kinds->name) return 2;
  long start = milliseconds(), end = start + 1000 * (argc > 2 ? atoi(argv[2]) : 2);
  long least_free = host_free_kib() - (400 << 10);
  int processes = argc > 3 ? atoi(argv[3]) : 60;
  shared = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  for (; who < processes && milliseconds() < end; who++) {
    long before = shared->count;
    shared->done = 0;
    pid_t child = fork();
    if (child < 0) break;
    if (child == 0) make(kinds->more, end, least_free);
    while (!shared->done && waitpid(child, 0, WNOHANG) == 0) usleep(500);
    if (shared->count == before || host_free_kib() < least_free) break;
  }
  const char *why = shared->error ? strerrorname_np(shared->error) : "-";
  printf("%s %ld %s %ld\n", kinds->name, shared->count, why, milliseconds() - start);
  fflush(stdout);
  char line;
  read(0, &line, 1);
  return 0;
}
