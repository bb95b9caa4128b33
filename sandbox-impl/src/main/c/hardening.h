/* The payload's security label, and its mitigations against side channels. */
#ifndef KOTHA_HARDENING_H
#define KOTHA_HARDENING_H

#include "build.h"

/* Opens the host's /proc while it can be reached: the label must not go to a file of the room. */
void label_prepare(struct build *b);

/* Sets the label that execve applies. */
void label_take(const struct build *b);

/* Turns off speculation and sharing of a core. Children inherit it; it cannot be undone. */
void mitigate(const struct build *b);

#endif
