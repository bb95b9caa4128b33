/* Messages with descriptors over SEQPACKET sockets. */
#ifndef KOTHA_MESSAGE_H
#define KOTHA_MESSAGE_H

#include "sys.h"
#include "wire.h"

/* What init and payload tell the zygote. */
enum note_kind {
  NOTE_FAILED = 1, /* step, item, err */
  NOTE_LOCK = 2, /* init: in its second user namespace, wants it mapped */
  NOTE_BUILT = 3, /* init: the payload lives; its pidfd, then root and mount namespace if asked for */
  NOTE_READY = 4, /* payload: every wall is up; the filter's listener if there is one */
  NOTE_EXECUTING = 5, /* payload: the next thing is execve */
  NOTE_ENDED = 6, /* init: the payload is dead */
  NOTE_PARKED = 7, /* payload: no command is there yet */
  NOTE_ARMED = 8, /* payload: the late filter's listener */
};
struct note {
  uint32_t kind, step, item;
  int32_t err, code, status;
  uint64_t minor_faults, major_faults, voluntary, involuntary; /* NOTE_ENDED */
  uint64_t before, now; /* the moment that it speaks of, and the one before */
  struct kt_times times; /* NOTE_EXECUTING: the program's limits, by which the zygote keeps its clocks */
  uint64_t warns;
};

/* Sends one message with descriptors. Returns 0 or -errno. */
int message_send(int socket, const void *data, size_t size, const int *fds, size_t count, int flags);

/* A received message. The descriptors are close-on-exec and now belong to the receiver. */
struct received {
  long size; /* of the data; 0: the other side is gone */
  int fds[KT_MAX_FDS];
  size_t count;
  int32_t pid; /* of the sender, where the socket asks for credentials */
};

/* Receives one message. A truncated one is -EBADMSG, its descriptors closed. Returns 0 or -errno. */
int message_receive(int socket, void *data, size_t capacity, struct received *r, int flags);

void close_all(const int *fds, size_t count);

#endif
