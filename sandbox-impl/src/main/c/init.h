#ifndef KOTHA_INIT_H
#define KOTHA_INIT_H

#include "build.h"

/* The first process of a room. */
NORETURN void init_main(struct build *b);

#endif
