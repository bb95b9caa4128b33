/*
 * Refused requests that the JVM has not been told about. Many may come at once, more than its
 * socket holds, and a caller waits for each: none may be lost, and the zygote may not block.
 */
#ifndef KOTHA_REFUSALS_H
#define KOTHA_REFUSALS_H

#include "sys.h"
#include "wire.h"

/* Refuses a request: step is always STEP_REQUEST. */
void refuse(uint64_t room, uint32_t step, uint32_t item, int err);
bool refusals_are_full(void);
/* Fills in the report about one refusal. Returns false if there is none. */
bool refusal_next(struct kt_report *report);
/* Forgets the refusal that refusal_next returned, once its report is sent. */
void refusal_sent(void);

#endif
