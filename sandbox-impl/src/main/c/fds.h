/* File descriptors. */
#ifndef KOTHA_FDS_H
#define KOTHA_FDS_H

#include "sys.h"

void close_all(const int *fds, size_t count);

/*
 * Moves a descriptor that the zygote keeps for as long as its room lives to a high number. Each
 * init then copies only the low part of the zygote's descriptor table, however many rooms live.
 * Returns the new descriptor, or fd itself where it cannot be moved.
 */
int fd_move_up(int fd);

/* Returns whether a descriptor can be read now. The pidfd of a dead process can. */
bool fd_is_ready(int fd);

#endif
