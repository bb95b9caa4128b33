/* Handlers of the zygote for descriptors of rooms that become readable. */
#ifndef KOTHA_EVENTS_H
#define KOTHA_EVENTS_H

#include "room.h"

void room_on_life(struct room *r);
void room_on_status(struct room *r);
void room_on_init_exit(struct room *r);
void room_on_mapped(struct room *r);
void room_on_listener(struct room *r);
void room_on_oom(struct room *r);

#endif
