/* Id maps of a room's user namespaces. */
#ifndef KOTHA_IDMAP_H
#define KOTHA_IDMAP_H

#include "build.h"
#include "room.h"

/*
 * Writes the maps of init's user namespace. Returns false with the failure in r->end. The
 * distribution's helpers may block, for example on a lock or a name service, so a child runs them:
 * r->mapper.
 */
bool idmap_write(struct room *r, const struct kt_plan *p);

/* Records why the mapper ended without having written the maps. */
void idmap_failed(struct room *r, const struct siginfo *mapper);

/* Shows the files of some mount sources through the room's id map. */
bool idmap_sources(struct room *r, const struct build *b);

/* Keeps what mapping init's second user namespace takes: by then the plan is gone. */
bool idmap_keep_locked(struct room *r, const struct kt_plan *p);

/* Writes the maps of init's second user namespace. Returns a result or -errno. */
long idmap_write_locked(const struct room *r);

#endif
