// Uses the CPU: spin THREADS SECONDS (of wall time, may have a fraction)
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static double end;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *burn(void *unused) {
  volatile unsigned long n = 0;
  while (now() < end) n++;
  return unused;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  end = now() + atof(argv[2]);
  pthread_t thread;
  for (int i = 1; i < atoi(argv[1]); i++) pthread_create(&thread, 0, burn, 0);
  burn(0);
  return 0;
}
