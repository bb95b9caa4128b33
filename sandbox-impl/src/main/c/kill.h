#ifndef KOTHA_KILL_H
#define KOTHA_KILL_H

#include "room.h"

/* Kills every process of a live room; the first cause stays. */
void room_kill(struct room *r, enum kt_cause cause);

/* Kills the programs that joined a room, before their pid namespace ends: they were killed. */
void room_kill_guests(const struct room *r);

#endif
