/* Building a room: the zygote's half. */
#ifndef KOTHA_CREATE_H
#define KOTHA_CREATE_H

#include "room.h"

/*
 * Builds a room from a validated plan. The room's init watches the zygote by its pidfd. If building
 * fails, r->end has the failure.
 */
void room_create(struct room *r, const struct kt_plan *plan, int command_fd, int zygote_pidfd);

/* Closes what init shared, once it has descriptors of its own or is dead. */
void room_close_shared(struct room *r);

/* Maps init's second user namespace and tells init to go on. */
void room_lock(struct room *r);

#endif
