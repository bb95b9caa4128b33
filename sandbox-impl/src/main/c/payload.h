#ifndef KOTHA_PAYLOAD_H
#define KOTHA_PAYLOAD_H

#include "build.h"

/* The process that becomes the untrusted program. */
NORETURN void payload_main(struct build *b);

#endif
