/* Time limits. The zygote checks them, so that they hold while the JVM pauses. */
#ifndef KOTHA_CLOCK_H
#define KOTHA_CLOCK_H

#include "room.h"

/* Starts the clocks at the time that the payload reports: its end may arrive before its start. */
void clock_start(struct room *r, uint64_t now);
/* Sets new limits, also of a room that runs. */
void clock_set(struct room *r, const struct kt_times *times, bool warn);
/* Returns whether clock_check has something to look at. */
bool clock_is_due(const struct room *r, uint64_t now);
/* Kills the room if a limit and its grace have expired. */
void clock_check(struct room *r, uint64_t now);

#endif
