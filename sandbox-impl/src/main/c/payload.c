/*
 * Payload: the process that becomes the program. Walls go up in the order in which each still has
 * the rights that raising it takes; the filter is last, so that no policy needs to allow the rest.
 */
#include "build.h"

/*
 * Writes itself into each group, through descriptors that the zygote opened: the kernel goes by the
 * rights of who opened. CLONE_INTO_CGROUP goes by those of who clones, and init has none left there.
 */
static void enter_groups(const struct build *b) {
  for (uint32_t i = 0; i < b->plan->groups.count; i++)
    must(b, STEP_CGROUP_ENTER, i, SYS(write, b->group[i], "0", 1));
  close_all(b->group, KT_MAX_GROUPS);
  /* Only now: what the new namespace calls "/" is the group its maker is in. */
  if (b->plan->payload_cgroup_ns)
    must(b, STEP_CGROUP_ENTER, KT_MAX_GROUPS, SYS(unshare, b->plan->payload_cgroup_ns));
}

/* Signals as a program expects them, and a session of its own. */
static void enter_session(const struct build *b) {
  struct sigaction standard = {0, 0, 0, 0};
  uint64_t none = 0;
  const int ignored[] = {ZYGOTE_IGNORES};
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
    must(b, STEP_SESSION, 0, SYS(rt_sigaction, ignored[i], &standard, 0, 8));
  must(b, STEP_SESSION, 1, SYS(rt_sigprocmask, SIG_SETMASK, &none, 0, 8));
  must(b, STEP_SESSION, 2, SYS(setsid));
}

static void set_rlimits(const struct build *b) {
  const struct kt_rlimit *limits = TABLE_OF(struct kt_rlimit, b->plan, b->plan->rlimits);
  for (uint32_t i = 0; i < b->plan->rlimits.count; i++) {
    struct rlimit64 both = {limits[i].value, limits[i].value};
    must(b, STEP_RLIMIT, i, SYS(prlimit64, 0, limits[i].resource, &both, 0));
  }
}

static long load_filter(const struct kt_plan *plan, struct kt_span span, unsigned flags) {
  struct sock_fprog program = {(uint16_t)(span.len / 8), text_of(plan, span)};
  return SYS(seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

NORETURN void payload_main(struct build *b) {
  const struct kt_plan *p = b->plan;
  int listener = -1;

  enter_groups(b);
  enter_session(b);
  set_rlimits(b);
  identity_enter(b);
  /* A backstop where there is no pid namespace; after the ids, a change of which clears it. */
  must(b, STEP_SESSION, 3, SYS(prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
  must(b, STEP_IDENTITY, 2, SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));
  domain_enter(b);

  if (p->filter.len) {
    long r = must(b, STEP_SECCOMP, 0,
                  load_filter(p, p->filter, p->flags & KT_NOTIFY ? SECCOMP_FILTER_FLAG_NEW_LISTENER : 0));
    if (p->flags & KT_NOTIFY) listener = (int)r;
  }
  struct note ready = {.kind = NOTE_READY};
  must(b, STEP_SECCOMP, 1, message_send(b->status, &ready, sizeof ready, &listener, listener >= 0, 0));
  sys_close(listener);

  command_execute(b);
}
