/* The processes whose parent in a room has died. */
#ifndef KOTHA_ADOPT_H
#define KOTHA_ADOPT_H

#include "sys.h"

/*
 * Makes the zygote the parent of all orphans below it. A pid namespace does not end before each of
 * its processes is reaped, which the first process of a container often does for no orphan.
 */
bool adopt_open(void);

/* Reaps the orphans that are dead. */
void adopt_reap(void);

#endif
