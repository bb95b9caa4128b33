/* A room as the zygote sees it. */
#ifndef KOTHA_ROOM_H
#define KOTHA_ROOM_H

#include "sys.h"
#include "wire.h"

struct counter { char file[40], key[32]; uint32_t group, kind, scale, form; };
struct group { char path[KT_PATH]; uint32_t kind, flags; };

enum room_state {
  ROOM_FREE = 0,
  ROOM_LIVE, /* init is alive, or its end has not been handled */
  ROOM_ENDED, /* init is dead; reports or groups are left */
};

/* Reports that the JVM has not received yet. */
enum { UNSENT_STARTED = 1, UNSENT_END = 2, UNSENT_PARKED = 4 };

/* Both sockets, the room's own, and every mount source. */
enum { MAX_SHARED = 3 + KT_MAX_SOURCES };

struct room {
  enum room_state state;
  uint32_t index; /* in the zygote's table */
  uint32_t unsent;
  uint64_t id;
  bool hosted; /* a program in a room that lives: init is that room's, and has forked the payload */
  int init_pid;
  int init, life, status, payload, listener, oom; /* descriptors; or -1 */
  int entry[2 * KT_MAX_GROUPS + 2]; /* for init to enter and leave groups, until it has them */
  uint32_t entry_count;
  int mapper; /* the child that runs newuidmap and newgidmap; or -1 */
  int userns; /* the first user namespace of a room that gets a second one; or -1 */
  bool lends_domain; /* init sends it */
  int domain; /* the Landlock ruleset of the payload, for programs that join; or -1 */
  uint32_t namespaces; /* of its own, as CLONE_NEW*; a program that joins takes them all */
  uint64_t capabilities; /* kept */
  struct room *host; /* of a program that joins: the room, while that is in the table; or null */
  struct room *guests, *next_guest; /* of a room: programs that joined it; of such a program */
  int shared[MAX_SHARED], shared_count; /* open here until init has its own descriptor table */
  int handed[3], handed_count; /* for the JVM: root and mount namespace, then the listener */
  bool warns, killed, executing, ran, ended, has_pid_ns;
  bool concluded; /* the report of its end is complete */
  bool throttled; /* a group limits its rate of CPU time */
  bool unwatched; /* init's death is no event: the loop looks for it */
  struct kt_times times;
  uint64_t started_ns, next_check_ns, ended_ns;
  uint64_t kill_ns; /* end of the grace, or 0 */
  uint64_t killed_ns; /* when it was killed first */
  uint64_t busy_ns, busy_cpu_ns; /* when it last used the CPU, and its CPU time then */
  uint32_t cpus, flags, oom_group;
  uint32_t oom_checks; /* left until the zygote gives up waiting for an OOM kill */
  char locked_uid_map[KT_MAP], locked_gid_map[KT_MAP];
  uint32_t group_count, counter_count;
  uint32_t groups_left; /* bit set of the groups that are not removed */
  uint32_t removals; /* attempts */
  struct kt_report started, end; /* filled in as the facts arrive */
  struct group groups[KT_MAX_GROUPS];
  struct counter counters[KT_MAX_COUNTERS];
};

#endif
