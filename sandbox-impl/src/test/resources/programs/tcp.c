// tcp serve PORT   answers one connection with "hello" on 0.0.0.0; prints "listening" first
// tcp ask PORT     prints what 127.0.0.1:PORT sends, or the errno
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int fail(void) {
  puts(strerrorname_np(errno));
  return 1;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2]))};
  int s = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  if (s < 0) return fail();
  if (!strcmp(argv[1], "serve")) {
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(s, (void *)&at, sizeof at) || listen(s, 8)) return fail();
    puts("listening");
    fflush(stdout);
    int c = accept(s, 0, 0);
    if (c < 0) return fail();
    write(c, "hello\n", 6);
    close(c);
    return 0;
  }
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(s, (void *)&at, sizeof at)) return fail();
  char text[64] = {0};
  read(s, text, sizeof text - 1);
  fputs(text, stdout);
  return 0;
}
