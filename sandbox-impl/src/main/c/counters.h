/* The counters of the room's cgroups. Java chooses the files and the keys. */
#ifndef KOTHA_COUNTERS_H
#define KOTHA_COUNTERS_H

#include "room.h"

/* Reads one counter as its file has it. Returns false if this kernel lacks it. */
bool counter_read(const struct room *r, uint32_t index, uint64_t *value);
/* Reads all counters. Returns the bit set of those that could be read. */
uint32_t counters_read(const struct room *r, uint64_t *values);
/* Reads what will be read at the end, because the first read of a new group's file is slow. */
void groups_warm(const struct room *r);
/* Returns whether the kernel has killed a process in a v1 group for want of memory. */
bool group_has_oom_kills(const struct group *g);

#endif
