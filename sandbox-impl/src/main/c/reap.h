/* Init after its room is built: it reaps, and waits for the zygote. */
#ifndef KOTHA_REAP_H
#define KOTHA_REAP_H

#include "build.h"
#include "message.h"

/* Opens the descriptor by which init, whose signals are all blocked, waits for SIGCHLD. */
int reap_open(const struct build *b);

/* Reaps a dead child, adds what it used to the message, and returns its pid; 0 if none is dead. */
int reap_one(struct message *ended);

/*
 * Waits for a dead child or for the zygote, whose death ends the room. Returns whether the zygote
 * has sent something or closed the room.
 */
bool reap_wait(const struct build *b, int signals);

/* Ends the room. */
NORETURN void leave(const struct build *b, int status);

#endif
