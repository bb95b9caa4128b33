#ifndef KOTHA_MOUNTS_H
#define KOTHA_MOUNTS_H

#include "build.h"

/* Builds the room's file tree and makes it the root. */
void mounts_build(struct build *b);

#endif
