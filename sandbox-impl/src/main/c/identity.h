/* Ids and capabilities of init and payload. */
#ifndef KOTHA_IDENTITY_H
#define KOTHA_IDENTITY_H

#include "build.h"

/* Drops the supplementary groups, unless the kernel has denied setgroups with the id map. */
void identity_drop_groups(const struct build *b);

/* Switches to uid and gid 0 of the current user namespace. */
void identity_take_root(const struct build *b);

/* Switches to uid and gid 0 of the room's user namespace, if it has one. */
void identity_become_root(const struct build *b);

/*
 * Reduces the bounding set of init to the kept capabilities, before init forks the payload: each
 * drop is a system call, and the payload inherits the result.
 */
void identity_bound(const struct build *b);

/* Gives the payload its ids, the kept capabilities and no_new_privs. */
void identity_enter(const struct build *b);

/*
 * Gives init its ids and no_new_privs, and takes every capability from it, except CAP_KILL in a
 * room whose processes it must kill one by one.
 */
void identity_abandon(const struct build *b);

/*
 * Gives the keeper its ids and no_new_privs, and takes every capability from it but those that a
 * payload needs to confine itself: over the room's own user namespace, to change ids, to reduce its
 * capabilities, and those that the payload keeps.
 */
void identity_keep(const struct build *b);

#endif
