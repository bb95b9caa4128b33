/* Mount sources: detached copies of parts of the host's tree. */
#ifndef KOTHA_SOURCES_H
#define KOTHA_SOURCES_H

#include "build.h"

/* Opens a mount source, or clones the one that was passed, unless that is -1. Returns a descriptor
 * or -errno. */
long source_open(const struct kt_plan *plan, uint32_t index, int passed);

/* The number of sources that the JVM passes. */
uint32_t sources_passed(const struct kt_plan *plan);

/* Takes a source to mount it. Returns -EBADF on the second use. */
int source_take(struct build *b, uint32_t index);

/* Opens the sources that the zygote has not opened. */
void sources_open(struct build *b);

/* Closes the sources that are left. */
void sources_close(struct build *b);

#endif
