/* The error idioms: one inside a room, which ends the process, and one in the zygote. */
#ifndef KOTHA_FAILURE_H
#define KOTHA_FAILURE_H

#include "build.h"
#include "room.h"

/* ---- in init and payload ---- */

/* Reports a failed step and ends the process. */
NORETURN void fail(const struct build *b, uint32_t step, uint32_t item, long err);

/* Returns a result that must not be an error. Test builds inject faults here. */
long must(const struct build *b, uint32_t step, uint32_t item, long result);

/* ---- in the zygote, where other rooms go on ---- */

/* Records a failed step in the room's last report; the first failure stays. Returns false. */
bool room_failed(struct room *r, uint32_t step, uint32_t item, long err);

/* Returns whether a step succeeded; records the failure if not. Test builds inject faults here, if
 * the plan is still there. */
bool succeeded(struct room *r, const struct kt_plan *p, uint32_t step, uint32_t item, long result);

/* The injected fault instead of the result, where the plan of a test build asks for it. */
long injected(const struct kt_plan *p, uint32_t step, uint32_t item, long result);

#endif
