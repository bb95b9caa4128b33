/* Validates requests. No part of a request is used before. */
#ifndef KOTHA_VALIDATE_H
#define KOTHA_VALIDATE_H

#include <stdbool.h>
#include <stddef.h>
#include "wire.h"

/* Whether every offset, length, index and flag of a block of this size is valid. */
bool plan_is_valid(const void *block, size_t size);
bool command_is_valid(const void *block, size_t size);

/* Parts of a validated block. */
static inline const char *text_of(const void *block, struct kt_span span) {
  return (const char *)block + span.off;
}
#define TABLE_OF(type, block, table) \
  ((const type *)(const void *)((const char *)(block) + (table).off))

#endif
