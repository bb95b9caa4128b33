/* The room's time namespace. */
#ifndef KOTHA_TIMENS_H
#define KOTHA_TIMENS_H

#include "build.h"

/* Makes the time namespace, if the plan asks for one; children of init are born in it. */
void timens_make(const struct build *b);

/* Joins the time namespace of a room, or takes note that the payload was born in it. */
void timens_enter(struct build *b);

/* CLOCK_MONOTONIC of the host, read by a process whose own clock may be shifted. */
uint64_t timens_host_now(const struct build *b);

#endif
