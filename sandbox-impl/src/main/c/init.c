/*
 * Init builds the room, forks the payload, and then only reaps and reports. It has no privilege
 * left by the time the payload runs. In a room that lives it goes on as keeper.c, with those that
 * it needs to fork. Nothing it reports is trusted, because a payload of the same uid can tamper
 * with it.
 */
#include "init.h"
#include "domain.h"
#include "failure.h"
#include "fds.h"
#include "hardening.h"
#include "identity.h"
#include "join.h"
#include "keeper.h"
#include "message.h"
#include "mounts.h"
#include "payload.h"
#include "proc.h"
#include "reap.h"
#include "timens.h"
#include "sources.h"

/* ---- leaving the zygote ---- */

enum { OWN_FDS = 7 };

static size_t sorted_fds_of_room(const struct build *b, int *fds) {
  const int own[OWN_FDS] = {b->life, b->status, b->command, b->zygote,
                            b->domain, b->host, b->host_userns};
  size_t count = 0;
  for (size_t i = 0; i < OWN_FDS; i++)
    if (own[i] >= 0) fds[count++] = own[i];
  for (size_t i = 0; i < KT_MAX_SOURCES; i++)
    if (b->source[i] >= 0) fds[count++] = b->source[i];
  for (size_t i = 1; i < count; i++) /* few, and nearly sorted */
    for (size_t j = i; j > 0 && fds[j - 1] > fds[j]; j--) {
      int swap = fds[j];
      fds[j] = fds[j - 1];
      fds[j - 1] = swap;
    }
  return count;
}

/* Closes every descriptor of the zygote and of other rooms. The first call unshares the descriptor
 * table, before which closing one would close the zygote's own. */
static void close_other_fds(const struct build *b) {
  int keep[OWN_FDS + KT_MAX_SOURCES];
  size_t count = sorted_fds_of_room(b, keep);
  unsigned above = (unsigned)keep[count - 1] + 1;
  must(b, STEP_INIT, 1, SYS(close_range, above, ~0u, CLOSE_RANGE_UNSHARE));
  unsigned next = 3; /* 0 to 2 are the zygote's /dev/null */
  for (size_t i = 0; i < count; i++) {
    unsigned fd = (unsigned)keep[i];
    if (fd > next) must(b, STEP_INIT, 1, SYS(close_range, next, fd - 1, 0));
    next = fd + 1;
  }
}

static void leave_zygote(struct build *b) {
  uint64_t all = ~0ULL;
  b->failures = b->life;
  must(b, STEP_INIT, 0, SYS(rt_sigprocmask, SIG_BLOCK, &all, 0, 8));
  close_other_fds(b);
  const char *name = b->plan->flags & KT_JOINS ? "kotha-joiner" : "kotha-init";
  must(b, STEP_INIT, 2, SYS(prctl, PR_SET_NAME, name, 0, 0, 0));
  /* kill(0, ...) in the new pid namespace must not reach the zygote's process group. */
  must(b, STEP_INIT, 3, SYS(setsid));
  must(b, STEP_INIT, 4, SYS(prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
  must(b, STEP_INIT, 5, SYS(prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
  /* Blocked signals wait, and the kernel counts them to init's user, which may be the JVM's. */
  struct rlimit64 pending;
  must(b, STEP_INIT, 13, SYS(prlimit64, 0, RLIMIT_SIGPENDING, 0, &pending));
  pending.soft = 0; /* the hard limit is for the payload to choose from */
  must(b, STEP_INIT, 14, SYS(prlimit64, 0, RLIMIT_SIGPENDING, &pending, 0));
}

/* Waits for a message without data; exits if the zygote has closed the room. */
static void await_zygote(const struct build *b, uint32_t step, uint32_t item, struct received *r) {
  char byte;
  must(b, step, item, message_receive(b->life, &byte, 1, r, 0));
  if (r->size != 1) sys_exit(1);
}

static void await_id_maps(const struct build *b) {
  struct received r;
  await_zygote(b, STEP_INIT, 6, &r);
}

/* The descriptors by which the payload enters its groups, and init kills what is in them. */
static void await_groups(struct build *b) {
  struct received r;
  const struct kt_group *groups = TABLE_OF(struct kt_group, b->plan, b->plan->groups);
  bool lives = b->plan->flags & KT_LIVING, kills = !(b->plan->outer_ns & CLONE_NEWPID);
  size_t count = b->plan->groups.count, next = count;
  await_zygote(b, STEP_FORK, 5, &r);
  must(b, STEP_FORK, 6, r.count >= count ? 0 : -EBADMSG);
  memcpy(b->group, r.fds, count * sizeof(int));
  for (size_t i = 0; lives && i < count; i++) {
    bool v2 = groups[i].kind == KT_GROUP_V2;
    if (v2 && !(groups[i].flags & KT_GROUP_LEFT)) continue;
    must(b, STEP_FORK, 6, r.count > next + v2 ? 0 : -EBADMSG);
    b->leave[i] = r.fds[next++];
    if (v2) b->controllers = r.fds[next++];
  }
  must(b, STEP_FORK, 6, r.count == next + kills ? 0 : -EBADMSG);
  if (kills) b->killer = r.fds[next];
}

/* ---- building ---- */

static void unshare_inner(const struct build *b) {
  if (b->plan->inner_ns) must(b, STEP_NAMESPACE, 0, SYS(unshare, b->plan->inner_ns));
}

/* The limits hold for this user namespace and all below it. In a room with a /proc, the list of
 * mounts sets them. */
static void limit_nesting(const struct build *b) {
  const struct kt_plan *p = b->plan;
  const char *namespaces = p->flags & KT_LOCK ? "1" : "0"; /* 1: the room's own second one */
  if ((p->flags & (KT_NO_NESTING | KT_PROC)) != KT_NO_NESTING) return;
  must(b, STEP_NAMESPACE, 1,
       proc_write(AT_FDCWD, "/proc/sys/user/max_user_namespaces", 0, namespaces, 1));
  must(b, STEP_NAMESPACE, 2,
       proc_write(AT_FDCWD, "/proc/sys/user/max_inotify_instances", 0, "16", 2));
  must(b, STEP_NAMESPACE, 3,
       proc_write(AT_FDCWD, "/proc/sys/user/max_inotify_watches", 0, "8192", 4));
}

static void stop_propagation(const struct build *b) {
  must(b, STEP_PROPAGATION, 0, SYS(mount, 0, "/", 0, MS_REC | MS_PRIVATE, 0));
}

static void open_mount_namespace(struct build *b) {
  int flags = O_RDONLY | O_CLOEXEC;
  if (!(b->plan->flags & KT_HAND_ROOT)) return;
  b->mount_ns = (int)must(b, STEP_INIT, 11, SYS(openat, AT_FDCWD, "/proc/self/ns/mnt", flags, 0));
}

static void open_root(struct build *b) {
  int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  if (!(b->plan->flags & KT_HAND_ROOT)) return;
  b->root = (int)must(b, STEP_PIVOT, 4, SYS(openat, AT_FDCWD, "/", flags, 0));
}

/* Enters a second user namespace. The mounts made so far are locked in it, and the capabilities
 * that the payload keeps govern the namespaces made here, not those that confine the room. */
static void lock_mounts(const struct build *b) {
  struct message request = {.kind = MESSAGE_LOCK};
  struct received r;
  /* An ordinary user's zygote can only map a dumpable process. No payload exists to exploit it. */
  must(b, STEP_LOCK, 0, SYS(prctl, PR_SET_DUMPABLE, 1, 0, 0, 0));
  must(b, STEP_LOCK, 1, SYS(unshare, b->plan->locked_ns));
  must(b, STEP_LOCK, 2, message_send(b->life, &request, sizeof request, 0, 0, 0));
  await_zygote(b, STEP_LOCK, 3, &r);
  must(b, STEP_LOCK, 4, SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));
  identity_bound(b); /* in a new user namespace the bounding set is full again */
}

static void set_hostname(const struct build *b) {
  const struct kt_span name = b->plan->hostname;
  if (!name.len) return;
  must(b, STEP_HOSTNAME, 0, SYS(sethostname, text_of(b->plan, name), name.len));
}

static void raise_loopback(const struct build *b) {
  struct ifreq request = {.name = "lo", .flags = IFF_UP};
  if (!(b->plan->flags & KT_LOOPBACK)) return;
  int fd = (int)must(b, STEP_LOOPBACK, 0, SYS(socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  must(b, STEP_LOOPBACK, 1, SYS(ioctl, fd, SIOCSIFFLAGS, &request));
  sys_close(fd);
}

/* ---- the payload ---- */

/* Forks the payload, which waits until the room is built. */
static void fork_payload(struct build *b) {
  const struct kt_plan *p = b->plan;
  const struct kt_group *groups = TABLE_OF(struct kt_group, p, p->groups);
  struct clone_args args = {
      .flags = CLONE_PIDFD, .pidfd = (uintptr_t)&b->payload_pidfd, .exit_signal = SIGCHLD};
  uint32_t born = 0;
  for (uint32_t i = 0; i < p->groups.count; i++) {
    if (!(groups[i].flags & KT_GROUP_BORN)) continue;
    born = i;
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = (uint64_t)b->group[i];
  }
  must(b, STEP_FORK, 3, SYS(socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, b->built));
  long pid = SYS(clone3, &args, sizeof args);
  if (is_group_error(&args, pid)) fail(b, STEP_CGROUP_ENTER, born, pid);
  if (must(b, STEP_FORK, 0, pid) == 0) {
    b->failures = b->status;
    if (args.cgroup) {
      sys_close(b->group[born]);
      b->group[born] = -1; /* it is in */
    }
    payload_main(b);
  }
  b->payload = (int)pid;
  sys_close(b->status); /* an open copy here would hide the payload's EOF from the zygote */
  sys_close(b->command);
  sys_close(b->built[1]);
  close_all(b->group, KT_MAX_GROUPS);
}

static void report_built(const struct build *b) {
  uint32_t flags = b->plan->flags;
  bool lends = b->domain >= 0 && !(flags & KT_JOINS);
  int fds[4];
  size_t count = 0;
  if (!(flags & KT_LIVING)) fds[count++] = b->payload_pidfd;
  if (flags & KT_HAND_ROOT) fds[count++] = b->root, fds[count++] = b->mount_ns;
  size_t own = count;
  if (lends && !(flags & KT_LIVING)) fds[count++] = b->domain;
  uint64_t now = timens_host_now(b);
  struct message built = {.kind = MESSAGE_BUILT, .before = b->mounted_ns, .now = now};
  must(b, STEP_FORK, 1, message_send(b->life, &built, sizeof built, fds, count, 0));
  close_all(fds, own);
  if (!(flags & KT_LIVING)) sys_close(b->proc);
}

/* No program runs yet, and none will while init has a privilege that it does not need for them. */
static void prepare_to_keep(struct build *b) {
  keeper_enter_groups(b);
  identity_keep(b);
}

/* Ignores the result: a payload that has failed meanwhile has reported that itself. */
static void release_payload(const struct build *b) {
  message_send(b->built[0], "", 1, &b->domain, b->domain >= 0, 0);
  sys_close(b->built[0]);
  sys_close(b->domain);
}

/* Reaps until the payload is dead; exits as well if the zygote dies or closes the room. */
NORETURN static void reap(const struct build *b) {
  int signals = reap_open(b);
  struct message ended = {.kind = MESSAGE_ENDED};
  for (;;) {
    for (int pid = reap_one(&ended); pid != 0; pid = reap_one(&ended)) {
      if (pid != b->payload) continue;
      ended.now -= b->shift_ns;
      message_send(b->life, &ended, sizeof ended, 0, 0, 0);
      leave(b, 0);
    }
    if (reap_wait(b, signals) && !join_lend(b)) leave(b, 1);
  }
}

/* The joiner's part, in place of init's. */
NORETURN static void join(struct build *b) {
  label_prepare(b);
  identity_drop_groups(b);
  await_groups(b);
  join_enter(b);
  if (b->plan->flags & KT_ENTERS) domain_prepare(b); /* any other has that of its room */
  identity_bound(b); /* not before: a process gets a full bounding set with a user namespace */
  fork_payload(b); /* into the room's pid namespace, with ids that no program of the room has */
  report_built(b);
  identity_abandon(b);
  release_payload(b);
  reap(b);
}

NORETURN void init_main(struct build *b) {
  bool locks = b->plan->flags & KT_LOCK, lives = b->plan->flags & KT_LIVING;
  bool joins = b->plan->flags & KT_JOINS;
  leave_zygote(b);
  if (!joins) identity_bound(b); /* here, because the zygote still writes the id maps */
  await_id_maps(b);
  if (joins) join(b);
  label_prepare(b); /* while "/proc" is still the host's */
  identity_drop_groups(b);
  timens_make(b); /* before a change of ids gives /proc/self to the host's root */
  unshare_inner(b); /* before any fork, so that the payload is in every namespace */
  await_groups(b);
  /* As early as can be, so that the payload starts while the mounts are made. pivot_root moves it
   * to the new root, as it does every process whose root is the old one. */
  if (!locks && !lives) fork_payload(b);
  sources_open(b); /* with the user's own ids: those of an id range may not read the sources */
  identity_become_root(b);
  must(b, STEP_INIT, 10, SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0)); /* a change of ids resets it */
  limit_nesting(b); /* as root of the room, through the host's /proc */
  stop_propagation(b); /* before the first mount */
  open_mount_namespace(b); /* through the host's /proc, which the last of these leaves behind */
  join_prepare(b);
  mounts_build(b);
  open_root(b);
  domain_prepare(b); /* its paths are the room's */
  if (locks) lock_mounts(b);
  set_hostname(b); /* the second user namespace may bring its own UTS and net namespaces */
  raise_loopback(b);
  if (locks && !lives) fork_payload(b); /* into the second user namespace */
  if (lives) prepare_to_keep(b);
  report_built(b);
  if (lives) keeper_main(b);
  identity_abandon(b); /* no untrusted code runs while init has privileges */
  release_payload(b);
  reap(b);
}
