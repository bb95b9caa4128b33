/* Building a room: the zygote's half. */
#ifndef KOTHA_CREATE_H
#define KOTHA_CREATE_H

#include "room.h"

/*
 * Builds a room from a validated plan, and from the sources that came with it. The room's init
 * watches the zygote by its pidfd. If building fails, r->end has the failure. With a host, the
 * room is a program that joins it. The descriptors that came with the request are sources or
 * namespaces.
 */
void room_create(struct room *r, const struct kt_plan *plan, struct room *host, int command_fd,
                 const int *passed, int zygote_pidfd);

/* Returns whether programs can be started in a room. */
bool room_is_open(const struct room *host);

/* Has the keeper of an open room fork a program. If that fails, r->end has the failure. */
void room_create_in(struct room *r, const struct kt_plan *plan, const struct room *host,
                    int command_fd);

/* Lets init go on, whose id maps a mapper has written. */
void room_mapped(struct room *r);

/* Closes what init shared, once it has descriptors of its own or is dead. */
void room_close_shared(struct room *r);

/* Maps init's second user namespace and tells init to go on. */
void room_lock(struct room *r);

#endif
