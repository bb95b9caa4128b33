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
/* Kills every process in the groups of a room or program. */
void groups_kill(const struct room *r);
bool groups_are_empty(const struct room *r);
/* Reads a file of a group, and ends it with a NUL. Returns its length or -errno. */
long group_read(const struct group *g, const char *file, char *to, size_t capacity);
/* Removes the groups that can be removed. Returns whether none is left. */
bool groups_remove(struct room *r);

/*
 * Opens what the keeper leaves a group by once it has made its cgroup namespace. On v1 it moves to
 * the group above: it must not be the process that the kernel kills when the room is out of memory.
 * On v2 it passes the controllers on to the groups below. Returns a descriptor or -errno.
 */
long group_exit(const struct group *g);
/* Opens the list of the controllers of a v2 group. Returns a descriptor or -errno. */
long group_controllers(const struct group *g);

/* Lifts the limit of the CPU rate: processes that are killed need CPU time to end. */
void groups_unthrottle(const struct room *r);

#endif
