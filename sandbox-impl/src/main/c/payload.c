/*
 * Payload: the process that becomes the program. Walls go up in the order in which each still has
 * the rights that raising it takes; the filter is last, so that no policy needs to allow the rest.
 */
#include "build.h"

/* Writes itself into each group, through descriptors that the zygote opened, but where it was born. */
static void enter_groups(const struct build *b) {
  const struct kt_group *groups = TABLE_OF(struct kt_group, b->plan, b->plan->groups);
  for (uint32_t i = 0; i < b->plan->groups.count; i++)
    must(b, STEP_CGROUP_ENTER, i, is_born_inside(b->plan, &groups[i]) ? 0 : SYS(write, b->group[i], "0", 1));
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

void become_root(const struct build *b) {
  if (!(b->plan->outer_ns & (uint32_t)CLONE_NEWUSER)) return;
  must(b, STEP_INIT, 8, SYS(setresgid, 0, 0, 0));
  must(b, STEP_INIT, 9, SYS(setresuid, 0, 0, 0));
}

/* Init says when the room around both of them stands, and hands over the domain; or is gone. */
static void await_room(struct build *b) {
  char word;
  struct received r;
  sys_close(b->stands[0]);
  must(b, STEP_FORK, 4, message_receive(b->stands[1], &word, 1, &r, 0));
  if (r.size != 1) sys_exit(1);
  if (r.count) b->domain = r.fds[0];
  sys_close(b->stands[1]);
}

/* The label that execve takes: written before Landlock, from which on the host's /proc is out of reach. */
static void take_label(const struct build *b) {
  const struct kt_plan *p = b->plan;
  struct statfs fs;
  if (!p->label.len) return;
  int fd = (int)must(b, STEP_LABEL, 1, SYS(openat, b->proc, text_of(p, p->label_file), O_WRONLY | O_CLOEXEC, 0));
  must(b, STEP_LABEL, 2, SYS(fstatfs, fd, &fs));
  must(b, STEP_LABEL, 2, fs.type == PROC_SUPER_MAGIC ? 0 : -EINVAL);
  must(b, STEP_LABEL, 3, SYS(write, fd, text_of(p, p->label), p->label.len));
  sys_close(fd);
  sys_close(b->proc);
}

/* What tells of others through shared parts of a processor. Inherited, and never taken back. */
static void mitigate(const struct build *b) {
  for (uint32_t kind = 0; kind < 2; kind++) {
    if (!(b->plan->mitigations & 1u << kind)) continue;
    long state = must(b, STEP_MITIGATION, kind, SYS(prctl, PR_GET_SPECULATION_CTRL, kind, 0, 0, 0));
    if (state & PR_SPEC_PRCTL) /* else there is nothing to turn off, or it is off, or nobody may: see below */
      state = must(b, STEP_MITIGATION, kind, SYS(prctl, PR_SET_SPECULATION_CTRL, kind, PR_SPEC_FORCE_DISABLE, 0, 0));
    must(b, STEP_MITIGATION, kind, state == PR_SPEC_ENABLE ? -EPERM : 0);
  }
  if (b->plan->mitigations & KT_CORE_SCHEDULING)
    must(b, STEP_MITIGATION, 2,
         SYS(prctl, PR_SCHED_CORE, PR_SCHED_CORE_CREATE, 0, PR_SCHED_CORE_SCOPE_THREAD_GROUP, 0));
}

/* A time namespace has shifted the clock that the payload sees. */
uint64_t payload_now(const struct build *b) {
  const struct kt_plan *p = b->plan;
  uint64_t shift = p->flags & KT_TIME ? (uint64_t)p->monotonic_s * 1000000000 + p->monotonic_ns : 0;
  return monotonic_ns() - shift;
}

long filter_load(const struct kt_plan *plan, struct kt_span span, bool listens) {
  struct sock_fprog program = {(uint16_t)(span.len / 8), text_of(plan, span)};
  if (!listens) return SYS(seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  /* No signal but a fatal one interrupts who waits for an answer: clone has no EINTR to return. */
  unsigned flags = SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
  long r = SYS(seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
  if (r == -EINVAL) r = SYS(seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program); /* before 5.19 */
  return r;
}

NORETURN void payload_main(struct build *b) {
  const struct kt_plan *p = b->plan;
  int listener = -1;

  must(b, STEP_IDENTITY, 2, SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));
  /* Trees are init's: as long as one is open here, it is not gone with the room. */
  trees_close(b);
  enter_groups(b);
  enter_session(b);
  if (!(p->flags & KT_LOCK)) become_root(b); /* else it was forked by one that was that already */
  await_room(b);
  identity_enter(b);
  /* A backstop where there is no pid namespace; after the ids, a change of which clears it. */
  must(b, STEP_SESSION, 3, SYS(prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
  must(b, STEP_IDENTITY, 2, SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));
  take_label(b);
  mitigate(b);
  domain_enter(b);

  uint64_t walled = payload_now(b);
  if (p->filter.len) {
    long r = must(b, STEP_SECCOMP, 0, filter_load(p, p->filter, p->flags & KT_NOTIFY));
    if (p->flags & KT_NOTIFY) listener = (int)r;
  }
  struct note ready = {.kind = NOTE_READY, .before = walled, .now = payload_now(b)};
  must(b, STEP_SECCOMP, 1, message_send(b->status, &ready, sizeof ready, &listener, listener >= 0, 0));
  sys_close(listener);

  command_execute(b);
}
