#include "clock.h"
#include "counters.h"
#include "groups.h"
#include "kill.h"

enum {
  MIN_DELAY_NS = 1000000,
  IDLE_CHECKS = 4, /* in an idle limit, so that it is detected at most a fourth of it late */
  IDLE_SHARE = 100, /* a room that uses less than a hundredth of a CPU is idle */
  OOM_GRACE_NS = 100000000,
};

static bool cpu_used(const struct room *r, uint64_t *used) {
  for (uint32_t i = 0; i < r->counter_count; i++) {
    if (r->counters[i].kind != KT_CPU_NANOS) continue;
    bool known = counter_read(r, i, used);
    *used *= r->counters[i].scale; /* the file may count microseconds */
    return known;
  }
  return false;
}

static void at_latest(uint64_t *next, uint64_t at) {
  if (at < *next) *next = at;
}

/* The earliest time at which a limit can expire; CPU time is used up fastest with all CPUs busy. */
static void plan_next_check(struct room *r, uint64_t now, uint64_t used) {
  const struct kt_times *t = &r->times;
  uint64_t next = ~0ULL;
  if (r->kill_ns) next = r->kill_ns;
  else {
    if (t->cpu_ns) {
      uint64_t left = (t->cpu_ns > used ? t->cpu_ns - used : 0) / (r->cpus ? r->cpus : 1);
      next = now + (left < MIN_DELAY_NS ? MIN_DELAY_NS : left);
    }
    if (t->wall_ns) at_latest(&next, r->started_ns + t->wall_ns);
    if (t->idle_ns) at_latest(&next, now + t->idle_ns / IDLE_CHECKS);
  }
  if (r->oom_checks) at_latest(&next, now + MIN_DELAY_NS);
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
  if (used - r->busy_cpu_ns > r->times.idle_ns / IDLE_CHECKS / IDLE_SHARE) {
    r->busy_ns = now;
    r->busy_cpu_ns = used;
  }
  return now - r->busy_ns >= r->times.idle_ns;
}

/* The limit that has expired, or KT_BY_ITSELF. */
static enum kt_cause expired(struct room *r, uint64_t now, bool known, uint64_t used) {
  const struct kt_times *t = &r->times;
  if (t->cpu_ns && known && used >= t->cpu_ns) return KT_BY_CPU;
  if (t->wall_ns && now >= r->started_ns + t->wall_ns) return KT_BY_WALL;
  if (t->idle_ns && known && is_idle(r, now, used)) return KT_BY_IDLE;
  return KT_BY_ITSELF;
}

/* The limit is the cause of the room's end, also if the program exits within its grace. */
static void begin_grace(struct room *r, uint64_t now, enum kt_cause cause) {
  if (r->times.grace_ns == 0) {
    room_kill(r, cause);
    return;
  }
  if (!r->ended) r->end.cause = cause;
  r->kill_ns = now + r->times.grace_ns;
  if (r->warns && r->payload >= 0)
    SYS(pidfd_send_signal, r->payload, cause == KT_BY_CPU ? SIGXCPU : SIGTERM, 0, 0);
}

/* cgroup v1 kills one process only. The payload is killed next, not init: init then reports the
 * payload's status and page faults, which distinguish a limit that is too small from one that was
 * exceeded, and its exit ends the room. Init is killed only if that report does not come. */
static void end_by_oom(struct room *r, uint64_t now) {
  if (r->payload < 0) {
    room_kill(r, KT_BY_OOM);
    return;
  }
  if (r->end.cause == KT_BY_ITSELF && !r->ended) r->end.cause = KT_BY_OOM;
  SYS(pidfd_send_signal, r->payload, SIGKILL, 0, 0);
  r->oom_checks = 0;
  r->kill_ns = now + OOM_GRACE_NS;
  plan_next_check(r, now, 0);
}

bool clock_is_due(const struct room *r, uint64_t now) {
  return r->state == ROOM_LIVE && r->started_ns && !r->killed && now >= r->next_check_ns;
}

void clock_check(struct room *r, uint64_t now) {
  uint64_t used = 0;
  if (!clock_is_due(r, now)) return;
  if (r->oom_checks) {
    r->oom_checks--;
    if (group_has_oom_kills(&r->groups[r->oom_group])) {
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
  enum kt_cause cause = expired(r, now, known, used);
  if (cause != KT_BY_ITSELF) begin_grace(r, now, cause);
  if (!r->killed) plan_next_check(r, now, used);
}
