#include "reports.h"
#include "fds.h"
#include "message.h"
#include "refusals.h"
#include "watch.h"

static bool full; /* the socket takes no report, and the loop waits until it does */
static bool discards;

/* Returns 0, -EAGAIN if the report must be sent again, or another -errno. */
static int report_send(struct kt_report *report, const int *fds, size_t count) {
  report->magic = KT_MAGIC;
  report->version = KT_VERSION;
  if (discards) return 0;
  int sent = message_send(CONTROL, report, sizeof *report, fds, count, MSG_DONTWAIT);
  /* Also temporary: no memory, and too many of the user's descriptors in flight. */
  return sent == -ENOBUFS || sent == -ENOMEM || sent == -ETOOMANYREFS ? -EAGAIN : sent;
}

static void set_full(bool now) {
  if (now != full) watch_control_writable(now);
  full = now;
}

/* Sends a report with what the room hands to the JVM. Returns whether it is done. */
static bool send_handing(struct room *r, struct kt_report *report) {
  if (report_send(report, r->handed, (size_t)r->handed_count) != -EAGAIN) return true;
  set_full(true);
  return false;
}

bool report_hello(int pid) {
  struct kt_report hello;
  memset(&hello, 0, sizeof hello);
  hello.kind = KT_HELLO;
  hello.pid = pid;
  return report_send(&hello, 0, 0) >= 0;
}

void reports_send(struct room *r) {
  if (r->unsent & UNSENT_PARKED) {
    struct kt_report parked = {.kind = KT_PARKED, .room = r->id};
    if (report_send(&parked, 0, 0) == -EAGAIN) return set_full(true);
    r->unsent &= ~(uint32_t)UNSENT_PARKED;
  }
  if (r->unsent & UNSENT_STARTED) {
    if (!send_handing(r, &r->started)) return;
    close_all(r->handed, (size_t)r->handed_count);
    r->handed_count = 0;
    r->unsent &= ~(uint32_t)UNSENT_STARTED;
  }
  if (r->unsent & UNSENT_END && send_handing(r, &r->end)) r->unsent = 0;
}

void reports_send_refusals(void) {
  struct kt_report report;
  for (; refusal_next(&report); refusal_sent())
    if (report_send(&report, 0, 0) == -EAGAIN) return set_full(true);
}

bool reports_resume(void) {
  bool was_full = full;
  set_full(false);
  return was_full;
}

void reports_discard(void) {
  discards = true;
}
