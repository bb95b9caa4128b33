// Allocates memory and writes to it: alloc MEGABYTES [HOLD_SECONDS]
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  long megabytes = atol(argv[1]);
  for (long i = 0; i < megabytes; i++) {
    char *block = malloc(1000000);
    if (!block) {
      puts("refused");
      return 3;
    }
    memset(block, (int)i + 1, 1000000);
  }
  puts("done");
  fflush(stdout);
  if (argc > 2) sleep(atoi(argv[2]));
  return 0;
}
