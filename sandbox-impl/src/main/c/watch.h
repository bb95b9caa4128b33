/* The descriptors that the zygote's loop waits for. */
#ifndef KOTHA_WATCH_H
#define KOTHA_WATCH_H

#include "room.h"

enum { CONTROL = 3 }; /* the socket to the JVM */

enum watch_kind {
  WATCH_CONTROL = 0,
  WATCH_LIFE,
  WATCH_STATUS,
  WATCH_INIT,
  WATCH_LISTENER,
  WATCH_OOM,
  WATCH_MAPPER,
  WATCH_ORPHANS,
};

/* Makes the epoll instance and adds the control socket. Returns false on failure. */
bool watch_open(void);

/* Returns 0 or -errno: the kernel counts watches by user, and another program may have them all. */
long watch_add(const struct room *r, int fd, enum watch_kind kind);
long watch_orphans(int fd);
void watch_remove(int fd);

/* Removes and closes a descriptor that may be -1, and sets it to -1. */
void watch_close(int *fd);

/* Sets whether the loop waits until the control socket takes another report as well. Changing a
 * watch takes no memory; if it fails, the loop tries again each time that it wakes up. */
void watch_control_writable(bool writable);

/* Waits for events, without a limit if timeout is null. Returns their number or -errno. */
long watch_wait(struct epoll_event *events, size_t count, const struct timespec *timeout);

/* The descriptor that an event is about. */
static inline enum watch_kind watch_kind_of(const struct epoll_event *e) {
  return (enum watch_kind)(e->data & 0xff);
}
static inline uint32_t watch_index_of(const struct epoll_event *e) {
  return (uint32_t)(e->data >> 8);
}

#endif
