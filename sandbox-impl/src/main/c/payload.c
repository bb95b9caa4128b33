/*
 * The payload confines itself, then executes the untrusted program. Each step runs while the
 * payload still has the privilege that the step needs; the seccomp filter is last, so that no
 * policy has to allow the system calls of the others.
 */
#include "payload.h"
#include "command.h"
#include "domain.h"
#include "failure.h"
#include "fds.h"
#include "filter.h"
#include "hardening.h"
#include "identity.h"
#include "message.h"
#include "sources.h"
#include "timens.h"

static void make_undumpable(const struct build *b) {
  must(b, STEP_IDENTITY, 2, SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));
}

bool is_group_error(const struct clone_args *args, long err) {
  if (!args->cgroup) return false;
  return err == -EACCES || err == -EBUSY || err == -ENOENT || err == -EOPNOTSUPP;
}

void enter_groups(struct build *b) {
  for (uint32_t i = 0; i < KT_MAX_GROUPS; i++) {
    if (b->group[i] < 0) continue;
    must(b, STEP_CGROUP_ENTER, i, SYS(write, b->group[i], "0", 1));
    sys_close(b->group[i]);
    b->group[i] = -1;
  }
}

/* The root of a new cgroup namespace is the group of the process that makes it. */
void enter_cgroup_namespace(const struct build *b) {
  uint32_t own = b->plan->payload_cgroup_ns;
  if (own) must(b, STEP_CGROUP_ENTER, KT_MAX_GROUPS, SYS(unshare, own));
}

/* Makes a session, and undoes what the zygote did to its own signals. */
static void enter_session(const struct build *b) {
  struct sigaction standard = {0, 0, 0, 0};
  uint64_t none = 0;
  const int ignored[] = {ZYGOTE_IGNORES};
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
    must(b, STEP_SESSION, 0, SYS(rt_sigaction, ignored[i], &standard, 0, 8));
  must(b, STEP_SESSION, 1, SYS(rt_sigprocmask, SIG_SETMASK, &none, 0, 8));
  must(b, STEP_SESSION, 2, SYS(setsid));
}

/* Waits until init has built the room, and receives the Landlock ruleset; exits if init is dead. */
static void await_room(struct build *b) {
  char byte;
  struct received r;
  sys_close(b->built[0]);
  must(b, STEP_FORK, 4, message_receive(b->built[1], &byte, 1, &r, 0));
  if (r.size != 1) sys_exit(1);
  if (r.count) b->domain = r.fds[0];
  sys_close(b->built[1]);
}

/* A backstop for a room without a pid namespace, whose processes outlive init. */
static void die_with_init(const struct build *b) {
  must(b, STEP_SESSION, 3, SYS(prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
}

NORETURN void payload_main(struct build *b) {
  bool lives = b->plan->flags & KT_LIVING; /* the keeper has built the room, and forks */
  make_undumpable(b);
  /* First of all: a mount source that is open here outlives the room's mounts. */
  sources_close(b);
  sys_close(b->killer);
  sys_close(b->own_ns);
  timens_enter(b);
  /* In a room of one program, the next four run while init builds it: so the wait comes later. */
  enter_groups(b);
  if (!lives) enter_cgroup_namespace(b);
  enter_session(b);
  /* With a second user namespace, init was root already when it forked. */
  if (!(b->plan->flags & KT_LOCK)) identity_become_root(b);
  if (!lives) await_room(b);

  /* The last user namespace is entered: capabilities dropped now cannot come back. */
  identity_enter(b);
  /* After the ids: changing them clears both of these. */
  die_with_init(b);
  make_undumpable(b);
  /* Before Landlock, behind which the host's /proc is out of reach. */
  label_take(b);
  mitigate(b);
  domain_enter(b);
  filter_enter(b);
  command_execute(b);
}
