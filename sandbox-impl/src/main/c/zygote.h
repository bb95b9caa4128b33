/* The zygote's side of its rooms. */
#ifndef KOTHA_ZYGOTE_H
#define KOTHA_ZYGOTE_H

#include "message.h"
#include "sys.h"
#include "validate.h"
#include "wire.h"

struct counter { char file[40], key[32]; uint32_t group, kind, scale, form; };
struct group { char path[KT_PATH]; uint32_t kind; };

enum room_state {
  ROOM_FREE = 0,
  ROOM_LIVE, /* init lives, or its end has not been dealt with */
  ROOM_ENDED, /* init is dead as well; reports or groups are still to go */
};

/* What is still to be told to the JVM. */
enum { UNSENT_STARTED = 1, UNSENT_END = 2, UNSENT_PARKED = 4 };

enum { LENT = 3 + KT_MAX_TREES };

/* kind 0 of enum CounterKind in Java: the figure that the cpu clock goes by. */
enum { COUNTER_CPU_NANOS = 0 };

struct room {
  enum room_state state;
  uint32_t unsent;
  uint64_t id;
  int init_pid, init, life, status, payload, listener, oom; /* descriptors but for the first; or -1 */
  int userns; /* the first user namespace of a room that is to have a second; or -1 */
  int lent[LENT], lent_count; /* what init has from the zygote, until it has its own */
  int handed[3], handed_count; /* root and mount namespace, then the listener, on their way to the JVM */
  bool warns, killed, executing, ran, ended, concluded, has_pid_ns; /* concluded: its end is told, or is to be */
  struct kt_times times;
  uint64_t started_ns, next_check_ns, ended_ns, kill_ns; /* kill_ns: the end of the grace, or 0 */
  uint64_t busy_ns, busy_cpu_ns; /* when it was last seen not to be idle, and what it had used */
  uint32_t cpus, flags, oom_group, oom_looks; /* oom_looks: how often still to look for the kill */
  char locked_uid_map[KT_MAP], locked_gid_map[KT_MAP];
  uint32_t group_count, counter_count, groups_left, removals;
  struct kt_report started, end; /* both built as facts come in */
  struct group groups[KT_MAX_GROUPS];
  struct counter counters[KT_MAX_COUNTERS];
};

/* ---- create.c: building a room ---- */

/* Builds a room from a validated plan; on failure the end report says what failed. */
void room_create(struct room *r, const struct kt_plan *plan, int command_fd);
/* Init has descriptors of its own, or will never have them. */
void room_unlend(struct room *r);
/* Moves one that lives as long as its room above those that are lent: init copies no more than these. */
int fd_hold(int fd);
/* Maps init's second user namespace and tells it to go on. */
void room_lock(struct room *r);

/* ---- room.c: life and end of a room ---- */

void room_kill(struct room *r, enum kt_cause cause);
void room_on_life(struct room *r);
void room_on_status(struct room *r);
void room_on_init_exit(struct room *r);
void room_on_listener(struct room *r);
void room_on_oom(struct room *r);

/* ---- groups.c: cgroups as files ---- */

/* Makes the plan's groups and writes its values. Returns false with the failure in r->end. */
bool groups_make(struct room *r, const struct kt_plan *plan);
/* What the payload enters by: the directory where it is born there, else the file to write to. */
long group_entry(const struct group *g, bool born);
void groups_kill(const struct room *r);
bool groups_are_empty(const struct room *r);
/* Reads what will be read at the end: the first look at a file of a new group is the dear one. */
void groups_warm(const struct room *r);
/* Removes what can be removed; whether nothing is left. */
bool groups_remove(struct room *r);
/* Has the kernel tell when a v1 group is out of memory. Returns a descriptor or -errno. */
long groups_watch_oom(const struct group *g);
/* Whether the kernel has killed in it for want of memory. */
bool groups_have_oom_kills(const struct group *g);
/* Reads one counter in its unit; false if this kernel has it not. */
bool counter_read(const struct room *r, uint32_t index, uint64_t *value);
/* Reads all of them; the bit set of those that were there. */
uint32_t counters_read(const struct room *r, uint64_t *values);

/* ---- clock.c: limits of time ---- */

/* By the payload's own word: its end may be heard of first, and must not have come before. */
void clock_start(struct room *r, uint64_t now);
/* Other limits, for a room that may run already. */
void clock_set(struct room *r, const struct kt_times *times, bool warn);
/* Kills the room if a limit and its grace have run out. */
void clock_check(struct room *r, uint64_t now);

/* ---- detach.c ---- */

/* Whether the process now is one that no terminal, signal or directory of the JVM's can reach. */
bool zygote_detach(void);

/* ---- refusals.c: what is still to be told of rooms that there will not be ---- */

void refuse(uint64_t id, uint32_t item, int err);
bool refusals_are_full(void);
/* The report of one; false if there is none. */
bool refusal_next(struct kt_report *report);
/* That one was sent. */
void refusal_told(void);

/* ---- zygote.c: the loop ---- */

enum { CONTROL = 3 }; /* the socket to the JVM */

/* All that the helper does; returns its exit status. */
int zygote_main(void);
void watch_descriptor(struct room *r, int fd, uint32_t what);
void unwatch_descriptor(int fd);
extern int zygote_pidfd; /* for every init to watch */
enum { WATCH_CONTROL = 0, WATCH_LIFE, WATCH_STATUS, WATCH_INIT, WATCH_LISTENER, WATCH_OOM };

/* Notes a failed step of the zygote's own; always false. */
bool room_failed(struct room *r, uint32_t step, uint32_t item, long err);

/* In test builds, the plan may ask for a step to fail. */
long injected(const struct kt_plan *plan, uint32_t step, uint32_t item, long result);

#endif
