/* A room under construction: what init and payload inherit from the zygote as they are forked. */
#ifndef KOTHA_BUILD_H
#define KOTHA_BUILD_H

#include "sys.h"
#include "validate.h"
#include "wire.h"

struct build {
  const struct kt_plan *plan; /* validated */
  int life; /* init's socket to the zygote */
  int status; /* the payload's socket to the zygote; its EOF says that execve succeeded */
  int command; /* the payload's socket to the JVM: the room's own */
  int zygote; /* pidfd */
  int failures; /* the socket on which this process reports a failure: life or status */
  int group[KT_MAX_GROUPS]; /* the descriptor of each group to enter, by group_entry; else -1 */
  int leave[KT_MAX_GROUPS]; /* of a room that lives: what group_exit opened of each group */
  int controllers; /* of a room that lives: of the v2 group that it leaves; else -1 */
  int source[KT_MAX_SOURCES]; /* detached mounts; -1: none, or already used */
  int built[2]; /* from init, [0], to the payload: the message that the room is built */
  int killer; /* of a room without a pid namespace: what group_killer opened; else -1 */
  int domain; /* Landlock ruleset, made by init; -1: none */
  int own_ns; /* the directory of init's namespaces, for programs that join; -1: none */
  int host; /* of a program that joins: a socket, from which its namespaces come; else -1 */
  int host_userns; /* of a program that joins: the first user namespace of two; else -1 */
  int host_timens; /* of a program that joins: the time namespace; -1: the host's */
  int proc; /* the host's /proc, if the payload takes a label; -1: none */
  int payload; /* pid in init's pid namespace */
  int payload_pidfd, root, mount_ns; /* for the zygote; -1: not requested */
  uint64_t mounted_ns; /* when the mounts were complete */
  uint64_t shift_ns; /* of this process's CLOCK_MONOTONIC, by its time namespace */
};

#endif
