/* Init of a room that lives: it forks one program after another. */
#ifndef KOTHA_KEEPER_H
#define KOTHA_KEEPER_H

#include "build.h"

/*
 * Enters the room's groups, makes the cgroup namespace, so that programs see no group above it, and
 * leaves them: the limits of the room are for its programs.
 */
void keeper_enter_groups(struct build *b);

/* Forks a program for each request of the zygote; ends the room when the zygote closes it. */
NORETURN void keeper_main(struct build *b);

#endif
