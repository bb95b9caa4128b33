/* Time limits, kept here so that they hold while the JVM pauses and whatever the payload does. */
#include "zygote.h"

static bool cpu_used(const struct room *r, uint64_t *used) {
  for (uint32_t i = 0; i < r->counter_count; i++)
    if (r->counters[i].kind == COUNTER_CPU_NANOS) return counter_read(r, i, used);
  return false;
}

/* The earliest moment at which the budget can be used up, all processors busy with it. */
static void plan_next_check(struct room *r, uint64_t now, uint64_t used) {
  enum { SOONEST = 1000000 }; /* 1 ms */
  uint64_t next = ~0ULL;
  if (r->cpu_ns) {
    uint64_t left = (r->cpu_ns - used) / (r->cpus ? r->cpus : 1);
    next = now + (left < SOONEST ? SOONEST : left);
  }
  if (r->wall_ns && r->started_ns + r->wall_ns < next) next = r->started_ns + r->wall_ns;
  r->next_check_ns = next;
}

void clock_start(struct room *r) {
  r->started_ns = monotonic_ns();
  plan_next_check(r, r->started_ns, 0);
}

void clock_check(struct room *r, uint64_t now) {
  uint64_t used = 0;
  if (r->state != ROOM_LIVE || !r->started_ns || r->killed || now < r->next_check_ns) return;
  if (r->cpu_ns && cpu_used(r, &used) && used >= r->cpu_ns) {
    room_kill(r, KT_BY_CPU);
    return;
  }
  if (r->wall_ns && now >= r->started_ns + r->wall_ns) {
    room_kill(r, KT_BY_WALL);
    return;
  }
  plan_next_check(r, now, used < r->cpu_ns ? used : 0);
}
