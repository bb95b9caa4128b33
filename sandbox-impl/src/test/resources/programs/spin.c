// Uses the processor: spin THREADS SECONDS (of wall time)
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static time_t end;

static void *burn(void *unused) {
  volatile unsigned long n = 0;
  while (time(0) < end) n++;
  return unused;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  end = time(0) + atoi(argv[2]);
  pthread_t thread;
  for (int i = 1; i < atoi(argv[1]); i++) pthread_create(&thread, 0, burn, 0);
  burn(0);
  return 0;
}
