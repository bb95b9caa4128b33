/* Messages with file descriptors over SEQPACKET sockets. */
#ifndef KOTHA_MESSAGE_H
#define KOTHA_MESSAGE_H

#include "sys.h"
#include "wire.h"

enum message_kind {
  MESSAGE_FAILED = 1, /* step, item, err */
  MESSAGE_LOCK = 2, /* init: in its second user namespace, which the zygote is to map */
  MESSAGE_BUILT = 3, /* init: the payload's pidfd; then root and mount namespace if requested */
  MESSAGE_READY = 4, /* payload: fully confined; the main filter's listener if it has one */
  MESSAGE_EXECUTING = 5, /* payload: about to call execve */
  MESSAGE_ENDED = 6, /* init: the payload is dead */
  MESSAGE_PARKED = 7, /* payload: waiting for a command */
  MESSAGE_ARMED = 8, /* payload: the late filter's listener */
};

/* Reports of init and payload to the zygote. */
struct message {
  uint32_t kind, step, item;
  int32_t err, code, status;
  uint64_t minor_faults, major_faults, voluntary, involuntary; /* MESSAGE_ENDED */
  uint64_t before, now; /* the moments that end with this message; ENDED: now */
  struct kt_times times; /* MESSAGE_EXECUTING: the program's limits, which the zygote enforces */
  uint64_t warns;
};

/* Sends one message with descriptors. Returns 0 or -errno. */
int message_send(int socket, const void *data, size_t size, const int *fds, size_t count,
                 int flags);

/* A received message. The descriptors are close-on-exec and belong to the receiver. */
struct received {
  long size; /* of the data; 0: the peer has closed */
  int fds[KT_MAX_FDS];
  size_t count;
  int32_t pid; /* of the sender, if the socket has SO_PASSCRED */
};

/*
 * Receives one message. Returns 0 or -errno: -EBADMSG if the data was truncated, -EMFILE if the
 * descriptors were; the descriptors of a truncated message are closed.
 */
int message_receive(int socket, void *data, size_t capacity, struct received *r, int flags);

#endif
