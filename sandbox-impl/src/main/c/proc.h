/* Files of procfs that the helper writes to. */
#ifndef KOTHA_PROC_H
#define KOTHA_PROC_H

#include "sys.h"

/*
 * Opens a file for writing and checks that it is on a procfs: whatever a path leads to, nothing
 * else is ever written. resolve has the RESOLVE_* flags of openat2(2). Returns a descriptor or
 * -errno, -EINVAL for a file that is not on a procfs.
 */
long proc_open(int at, const char *path, uint64_t resolve);

/* Opens a file as proc_open does and writes a text in one write(2). Returns a result or -errno. */
long proc_write(int at, const char *path, uint64_t resolve, const char *text, size_t length);

/* The path /proc/PID/FILE; to holds 64 bytes. */
void proc_path(char *to, int pid, const char *file);

#endif
