// Reserves address space and starts threads, as language runtimes do: reserve GIBIBYTES THREADS
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

static pthread_barrier_t all;

static void *meet(void *unused) {
  pthread_barrier_wait(&all);
  return unused;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  size_t size = strtoul(argv[1], 0, 10) << 30;
  int threads = atoi(argv[2]);
  char *space = mmap(0, size, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (space == MAP_FAILED) return 3;
  space[0] = space[size - 1] = 1;
  pthread_barrier_init(&all, 0, threads + 1);
  pthread_t thread;
  for (int i = 0; i < threads; i++)
    if (pthread_create(&thread, 0, meet, 0)) return 4;
  pthread_barrier_wait(&all);
  puts("hello");
  return 0;
}
