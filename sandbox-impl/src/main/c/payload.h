#ifndef KOTHA_PAYLOAD_H
#define KOTHA_PAYLOAD_H

#include "build.h"

/* Returns whether clone3 failed because of the group to be born in, not of the process. */
bool is_group_error(const struct clone_args *args, long err);

/* Moves this process into each group that it was not born in, through the zygote's descriptors. */
void enter_groups(struct build *b);

/* Makes the cgroup namespace of the payload, whose root is the group that this process is in. */
void enter_cgroup_namespace(const struct build *b);

/* The process that becomes the untrusted program. */
NORETURN void payload_main(struct build *b);

#endif
