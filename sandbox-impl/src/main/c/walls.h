/* The walls of a room, as its plan has them. */
#ifndef KOTHA_WALLS_H
#define KOTHA_WALLS_H

#include <stdbool.h>
#include "wire.h"

/* Returns whether a plan has every protection that no request can switch off. */
bool walls_are_complete(const struct kt_plan *p);

#endif
