/* The room's cgroups, as files of cgroupfs. Java chooses the files and the values. */
#ifndef KOTHA_GROUPS_H
#define KOTHA_GROUPS_H

#include "room.h"
#include "validate.h"

/* Makes the plan's groups and writes its values. Returns false with the failure in r->end. */
bool groups_make(struct room *r, const struct kt_plan *plan);
/*
 * Opens what the payload enters a group by: the directory if clone3 puts it there, else the file
 * to write to. Returns a descriptor or -errno.
 */
long group_entry(const struct group *g, bool born);
/*
 * Opens what kills every process of the room's groups: cgroup.kill, or on v1 the list of processes.
 * Returns a descriptor or -errno.
 */
long group_killer(const struct room *r);
/* Kills every process in the room's groups. */
void groups_kill(const struct room *r);
bool groups_are_empty(const struct room *r);
/* Reads what will be read at the end, because the first read of a new group's file is slow. */
void groups_warm(const struct room *r);
/* Removes the groups that can be removed. Returns whether none is left. */
bool groups_remove(struct room *r);
/* Returns whether the kernel has killed a process in a v1 group for want of memory. */
bool group_has_oom_kills(const struct group *g);
/* Reads one counter as its file has it. Returns false if this kernel lacks it. */
bool counter_read(const struct room *r, uint32_t index, uint64_t *value);
/* Reads all counters. Returns the bit set of those that could be read. */
uint32_t counters_read(const struct room *r, uint64_t *values);

/*
 * Moves the keeper out of the room's v1 groups, which remain the root of what the programs see: it
 * must not be the process that the kernel kills when the room is out of memory. Returns false on
 * failure.
 */
bool groups_release(const struct room *r);

/* Lifts the limit of the CPU rate: processes that are killed need CPU time to end. */
void groups_unthrottle(const struct room *r);

#endif
