#include "fds.h"

enum { FIRST_HIGH_FD = 512 };

void close_all(const int *fds, size_t count) {
  for (size_t i = 0; i < count; i++) sys_close(fds[i]);
}

int fd_move_up(int fd) {
  long moved = fd < 0 ? fd : SYS(fcntl, fd, F_DUPFD_CLOEXEC, FIRST_HIGH_FD);
  if (moved < 0) return fd; /* correct too, only slower for later rooms */
  sys_close(fd);
  return (int)moved;
}

bool fd_is_ready(int fd) {
  struct timespec none = {0, 0};
  struct pollfd poll = {fd, POLLIN, 0};
  return SYS(ppoll, &poll, 1, &none, 0, 8) > 0;
}
