#ifndef KOTHA_COMMAND_H
#define KOTHA_COMMAND_H

#include "build.h"

/* Waits for the command on the room's own socket and executes it. */
NORETURN void command_execute(struct build *b);

#endif
