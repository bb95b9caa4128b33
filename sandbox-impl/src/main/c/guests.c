#include "guests.h"

void guest_add(struct room *host, struct room *guest) {
  guest->host = host;
  guest->next_guest = host->guests;
  host->guests = guest;
}

void guests_forget(struct room *r) {
  for (struct room *g = r->guests; g; g = g->next_guest) g->host = 0;
  if (!r->host) return;
  struct room **at = &r->host->guests;
  while (*at != r) at = &(*at)->next_guest;
  *at = r->next_guest;
}

bool guests_are_gone(const struct room *host) {
  for (const struct room *g = host->guests; g; g = g->next_guest)
    if (g->state == ROOM_LIVE) return false;
  return true;
}
