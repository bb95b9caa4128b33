#include "watch.h"

static int epoll = -1;

static long control(int operation, int fd, uint32_t events, uint64_t data) {
  struct epoll_event event = {events, data};
  return SYS(epoll_ctl, epoll, operation, fd, &event);
}

bool watch_open(void) {
  epoll = (int)SYS(epoll_create1, O_CLOEXEC);
  if (epoll < 0) return false;
  return control(EPOLL_CTL_ADD, CONTROL, EPOLLIN, WATCH_CONTROL) >= 0;
}

long watch_add(const struct room *r, int fd, enum watch_kind kind) {
  return control(EPOLL_CTL_ADD, fd, EPOLLIN, (uint64_t)r->index << 8 | kind);
}

long watch_orphans(int fd) {
  return control(EPOLL_CTL_ADD, fd, EPOLLIN, WATCH_ORPHANS);
}

void watch_remove(int fd) {
  control(EPOLL_CTL_DEL, fd, 0, 0);
}

void watch_close(int *fd) {
  if (*fd < 0) return;
  watch_remove(*fd);
  sys_close(*fd);
  *fd = -1;
}

void watch_control_writable(bool writable) {
  control(EPOLL_CTL_MOD, CONTROL, writable ? EPOLLIN | EPOLLOUT : EPOLLIN, WATCH_CONTROL);
}

long watch_wait(struct epoll_event *events, size_t count, const struct timespec *timeout) {
  return SYS(epoll_pwait2, epoll, events, count, timeout, 0, 8);
}
