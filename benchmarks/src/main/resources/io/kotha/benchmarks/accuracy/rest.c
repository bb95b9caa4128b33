// Sleeps for a time and prints the actual time by the monotonic clock, in nanoseconds:
//   rest MICROSECONDS
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static unsigned long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (unsigned long long)t.tv_sec * 1000000000 + (unsigned long long)t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  unsigned long long start = now(), end = start + strtoull(argv[1], 0, 10) * 1000;
  struct timespec until = {(time_t)(end / 1000000000), (long)(end % 1000000000)};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, 0) == EINTR) continue;
  printf("%llu\n", now() - start);
  return 0;
}
