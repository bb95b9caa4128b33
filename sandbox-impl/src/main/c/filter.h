/* The payload's seccomp filters. */
#ifndef KOTHA_FILTER_H
#define KOTHA_FILTER_H

#include "build.h"

/* Loads the main filter and reports to the zygote that the payload is fully confined. */
void filter_enter(const struct build *b);

/* Loads the late filter, which takes away what only the helper's own last calls needed. */
void filter_enter_late(const struct build *b);

#endif
