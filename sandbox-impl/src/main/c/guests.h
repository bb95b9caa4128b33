/* Programs that joined a room. They end with it. */
#ifndef KOTHA_GUESTS_H
#define KOTHA_GUESTS_H

#include "room.h"

void guest_add(struct room *host, struct room *guest);

/* Forgets a room that leaves the table, as host and as guest. */
void guests_forget(struct room *r);

/* Returns whether no process of a guest is left. */
bool guests_are_gone(const struct room *host);

#endif
