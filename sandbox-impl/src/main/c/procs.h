/* The processes of a cgroup, by descriptor. */
#ifndef KOTHA_PROCS_H
#define KOTHA_PROCS_H

#include "sys.h"

/*
 * Kills the processes that an open cgroup.procs lists. Each is signalled by a pidfd that is known
 * to refer to a process of the group: its number may be another process's by the time it is read.
 * Returns whether the file listed no process.
 */
bool procs_kill(int procs);

#endif
