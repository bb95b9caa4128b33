#ifndef KOTHA_DETACH_H
#define KOTHA_DETACH_H

#include <stdbool.h>

/*
 * Detaches the zygote from the JVM's descriptors, terminal, signals and directory. Returns false
 * on failure.
 */
bool zygote_detach(void);

#endif
