// unixsock serve NAME   listens on the abstract socket NAME, prints "listening", accepts a client
// unixsock ask NAME     prints "connected" or the errno
#define _GNU_SOURCE
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  struct sockaddr_un at = {.sun_family = AF_UNIX};
  strncpy(at.sun_path + 1, argv[2], sizeof at.sun_path - 2);
  socklen_t size = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(argv[2]);
  int s = socket(AF_UNIX, SOCK_STREAM, 0);
  if (!strcmp(argv[1], "serve")) {
    if (bind(s, (void *)&at, size) || listen(s, 8)) {
      puts(strerrorname_np(errno));
      return 1;
    }
    puts("listening");
    fflush(stdout);
    alarm(30);
    accept(s, 0, 0);
    return 0;
  }
  puts(connect(s, (void *)&at, size) ? strerrorname_np(errno) : "connected");
  return 0;
}
