#include "kill.h"
#include "groups.h"

static void kill_one(struct room *r, enum kt_cause cause) {
  if (r->state != ROOM_LIVE) return;
  /* Not the cause if the payload has ended already, or if a limit has expired: see clock.c. */
  if (r->end.cause == KT_BY_ITSELF && !r->ended) r->end.cause = cause;
  /* A program in a room that lives dies alone: init is the room's. */
  int first = r->hosted ? r->payload : r->init;
  if (first >= 0) SYS(pidfd_send_signal, first, SIGKILL, 0, 0);
  if (r->mapper >= 0) SYS(pidfd_send_signal, r->mapper, SIGKILL, 0, 0);
  if (!r->has_pid_ns) groups_kill(r);
  if (r->killed) return;
  groups_unthrottle(r); /* once: each write makes the kernel look at all groups */
  r->killed_ns = monotonic_ns();
  r->killed = true;
}

void room_kill_guests(const struct room *r) {
  for (struct room *g = r->guests; g; g = g->next_guest) kill_one(g, KT_BY_REQUEST);
}

void room_kill(struct room *r, enum kt_cause cause) {
  room_kill_guests(r);
  kill_one(r, cause);
}
