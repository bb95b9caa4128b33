/* Reports on their way to the JVM. The zygote never blocks on a JVM that does not read them. */
#ifndef KOTHA_REPORTS_H
#define KOTHA_REPORTS_H

#include "room.h"

/* Sends the first report. Returns false on failure. */
bool report_hello(int pid);

/* Sends what a room has to report, as far as the socket takes it. */
void reports_send(struct room *r);

/* Sends the refusals, as far as the socket takes them. */
void reports_send_refusals(void);

/* Whether the socket was full. It is no longer waited for: the caller sends again. */
bool reports_resume(void);

/* Discards all further reports, because the JVM is gone. */
void reports_discard(void);

#endif
