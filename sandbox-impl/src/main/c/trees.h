/* Mount sources: detached copies of parts of the host's tree. */
#ifndef KOTHA_TREES_H
#define KOTHA_TREES_H

#include "build.h"

/* Opens a mount source. Returns a descriptor or -errno. */
long tree_open(const struct kt_plan *plan, uint32_t index);

/* Takes a source to mount it. Returns -EBADF on the second use. */
int tree_take(struct build *b, uint32_t index);

/* Opens the sources that the zygote has not opened. */
void trees_open(struct build *b);

/* Closes the sources that are left. */
void trees_close(struct build *b);

#endif
