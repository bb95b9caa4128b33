/* The payload's Landlock domain. */
#ifndef KOTHA_DOMAIN_H
#define KOTHA_DOMAIN_H

#include "build.h"

/* Returns whether a plan asks for a domain. */
bool domain_is_requested(const struct kt_plan *p);

/* Makes the ruleset. Init does so, because it can still reach every path. */
void domain_prepare(struct build *b);

/* Restricts the payload; it cannot be undone. */
void domain_enter(const struct build *b);

#endif
