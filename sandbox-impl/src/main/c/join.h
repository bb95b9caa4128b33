/*
 * A program that joins a room which runs already.
 *
 * Nobody but init itself can open its namespaces: it cannot be dumped, and the zygote may be an
 * ordinary user's. So the zygote sends init one end of a socket pair, and init lends them to the
 * joiner, which holds the other end.
 *
 * A program can also enter namespaces of any process. The JVM opens them, so that the kernel checks
 * the privileges of the JVM, and the zygote passes them to the joiner in the same way.
 */
#ifndef KOTHA_JOIN_H
#define KOTHA_JOIN_H

#include "build.h"
#include "room.h"

/* ---- in the zygote ---- */

/* Returns whether a program with this plan can join a room. */
bool room_can_be_joined(const struct room *host, const struct kt_plan *plan);

/* Returns the number of namespaces that come with the request. */
uint32_t join_passed(const struct kt_plan *plan);

/* Opens what the joiner needs: of the room, or without one of the namespaces that were passed. */
bool join_open(struct room *r, struct build *b, const struct room *host, const int *passed);

/* ---- in init of the room ---- */

/* Opens the directory of init's namespaces, while "/proc" is still the host's. */
void join_prepare(struct build *b);

/* Takes a message of the zygote. Returns false if the zygote has closed the room. */
bool join_lend(const struct build *b);

/* ---- in the joiner, which is to this program what init is to a room ---- */

/*
 * Joins the namespaces of the room. The joiner stays outside of its pid namespace: no
 * process of the room can see, signal or trace it.
 */
void join_enter(struct build *b);

#endif
