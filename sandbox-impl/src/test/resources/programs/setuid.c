// Changes its user, then executes: setuid UID PROGRAM ARG...
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  uid_t id = atoi(argv[1]);
  if (setresuid(id, id, id)) {
    perror("setresuid");
    return 3;
  }
  execv(argv[2], argv + 2);
  return 4;
}
