/* Init of a room that lives: it forks one program after another. */
#ifndef KOTHA_KEEPER_H
#define KOTHA_KEEPER_H

#include "build.h"

/* Forks a program for each request of the zygote; ends the room when the zygote closes it. */
NORETURN void keeper_main(struct build *b);

#endif
