/* Time limits, kept here so that they hold while the JVM pauses and whatever the payload does. */
#include "zygote.h"

enum {
  SOONEST = 1000000, /* 1 ms */
  IDLE_LOOKS = 4, /* in an idle limit: what is late by is a fourth of it at most */
  IDLE_SHARE = 100, /* of a processor: below a hundredth, it is idle */
  OOM_PATIENCE = 100000000, /* 100 ms */
};

static bool cpu_used(const struct room *r, uint64_t *used) {
  for (uint32_t i = 0; i < r->counter_count; i++)
    if (r->counters[i].kind == COUNTER_CPU_NANOS) return counter_read(r, i, used);
  return false;
}

static void sooner(uint64_t *next, uint64_t at) {
  if (at < *next) *next = at;
}

/* The earliest moment at which anything can run out, for cpu time with all processors busy. */
static void plan_next_check(struct room *r, uint64_t now, uint64_t used) {
  const struct kt_times *t = &r->times;
  uint64_t next = ~0ULL;
  if (r->kill_ns) next = r->kill_ns;
  else {
    if (t->cpu_ns) {
      uint64_t left = (t->cpu_ns > used ? t->cpu_ns - used : 0) / (r->cpus ? r->cpus : 1);
      next = now + (left < SOONEST ? SOONEST : left);
    }
    if (t->wall_ns) sooner(&next, r->started_ns + t->wall_ns);
    if (t->idle_ns) sooner(&next, now + t->idle_ns / IDLE_LOOKS);
  }
  if (r->oom_looks) sooner(&next, now + SOONEST);
  r->next_check_ns = next;
}

void clock_start(struct room *r, uint64_t now) {
  r->started_ns = r->busy_ns = now;
  plan_next_check(r, now, 0);
}

void clock_set(struct room *r, const struct kt_times *times, bool warn) {
  r->times = *times;
  r->warns = warn;
  r->next_check_ns = 0;
}

static bool is_idle(struct room *r, uint64_t now, uint64_t used) {
  if (used - r->busy_cpu_ns > r->times.idle_ns / IDLE_LOOKS / IDLE_SHARE) {
    r->busy_ns = now;
    r->busy_cpu_ns = used;
  }
  return now - r->busy_ns >= r->times.idle_ns;
}

static enum kt_cause run_out(struct room *r, uint64_t now, bool known, uint64_t used) {
  const struct kt_times *t = &r->times;
  if (t->cpu_ns && known && used >= t->cpu_ns) return KT_BY_CPU;
  if (t->wall_ns && now >= r->started_ns + t->wall_ns) return KT_BY_WALL;
  if (t->idle_ns && known && is_idle(r, now, used)) return KT_BY_IDLE;
  return KT_BY_ITSELF;
}

/* The limit is what the room ends by, whatever it does with its grace. */
static void expire(struct room *r, uint64_t now, enum kt_cause cause) {
  if (r->times.grace_ns == 0) {
    room_kill(r, cause);
    return;
  }
  if (!r->ended) r->end.cause = cause;
  r->kill_ns = now + r->times.grace_ns;
  if (r->warns && r->payload >= 0)
    SYS(pidfd_send_signal, r->payload, cause == KT_BY_CPU ? SIGXCPU : SIGTERM, 0, 0);
}

/* v1 kills one process only. The payload is killed next, not init: init then reports the payload's
 * status and page faults, which tell a limit that is too small from one that was exceeded, and its
 * exit ends the room. Init itself is killed only if that report does not come. */
static void end_by_oom(struct room *r, uint64_t now) {
  if (r->payload < 0) {
    room_kill(r, KT_BY_OOM);
    return;
  }
  if (r->end.cause == KT_BY_ITSELF && !r->ended) r->end.cause = KT_BY_OOM;
  SYS(pidfd_send_signal, r->payload, SIGKILL, 0, 0);
  r->oom_looks = 0;
  r->kill_ns = now + OOM_PATIENCE;
  plan_next_check(r, now, 0);
}

void clock_check(struct room *r, uint64_t now) {
  uint64_t used = 0;
  if (r->state != ROOM_LIVE || !r->started_ns || r->killed || now < r->next_check_ns) return;
  if (r->oom_looks) {
    r->oom_looks--;
    if (groups_have_oom_kills(&r->groups[r->oom_group])) {
      end_by_oom(r, now);
      return;
    }
  }
  if (r->kill_ns) {
    if (now >= r->kill_ns) room_kill(r, (enum kt_cause)r->end.cause);
    else plan_next_check(r, now, 0);
    return;
  }
  bool known = (r->times.cpu_ns || r->times.idle_ns) && cpu_used(r, &used);
  enum kt_cause cause = run_out(r, now, known, used);
  if (cause != KT_BY_ITSELF) expire(r, now, cause);
  if (!r->killed) plan_next_check(r, now, used);
}
