#include "join.h"
#include "domain.h"
#include "failure.h"
#include "fds.h"
#include "identity.h"
#include "message.h"
#include "timens.h"

/* In the order in which the joiner takes them; after them the time namespace. */
static const struct { uint32_t flag; const char *name; } kinds[] = {
    {CLONE_NEWUSER, "user"}, {CLONE_NEWPID, "pid"}, {CLONE_NEWNS, "mnt"},
    {CLONE_NEWNET, "net"},   {CLONE_NEWUTS, "uts"}, {CLONE_NEWIPC, "ipc"},
    {CLONE_NEWCGROUP, "cgroup"}};
enum { USER, PID, KINDS = sizeof kinds / sizeof *kinds };

bool room_can_be_joined(const struct room *host, const struct kt_plan *plan) {
  bool runs = host->state == ROOM_LIVE && host->ran && !host->ended && !host->killed;
  if (!runs || host->life < 0 || host->hosted || host->flags & (KT_LIVING | KT_JOINS)) return false;
  /* Java repeats them. A program with fewer would see more of the host. */
  if (plan->inner_ns != host->namespaces || plan->capabilities & ~host->capabilities) return false;
  if ((plan->flags ^ host->flags) & KT_TIME) return false;
  if (plan->uid == KT_NONE && host->userns < 0) return false; /* it would have the zygote's */
  return domain_is_requested(plan) == (host->domain >= 0);
}

/* A copy with a low number: init copies its table of descriptors up to the highest it keeps. */
static bool copy(struct room *r, const struct kt_plan *p, uint32_t item, int fd, int *to) {
  if (fd < 0) return true;
  long copied = SYS(fcntl, fd, F_DUPFD_CLOEXEC, 3);
  if (copied >= 0) r->shared[r->shared_count++] = *to = (int)copied;
  return succeeded(r, p, STEP_CLONE, item, copied);
}

uint32_t join_passed(const struct kt_plan *plan) {
  uint32_t count = 0;
  if (!(plan->flags & KT_ENTERS)) return 0;
  for (size_t i = 0; i < KINDS; i++) count += !!(plan->inner_ns & kinds[i].flag);
  return count + !!(plan->flags & KT_TIME) + !!(plan->flags & KT_ABOVE);
}

/* Has init of the room send its namespaces to a socket, or sends those that were passed. */
static long request(const struct kt_plan *p, const struct room *host, const int *passed, int to) {
  uint32_t above = !!(p->flags & KT_ABOVE);
  if (host) return message_send(host->life, "", 1, &to, 1, MSG_DONTWAIT);
  return message_send(to, "", 1, passed + above, join_passed(p) - above, MSG_DONTWAIT);
}

bool join_open(struct room *r, struct build *b, const struct room *host, const int *passed) {
  const struct kt_plan *p = b->plan;
  int domain = host ? host->domain : -1;
  int userns = host ? host->userns : p->flags & KT_ABOVE ? passed[0] : -1;
  int pair[2] = {-1, -1};
  long made = SYS(socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair);
  if (made >= 0) r->shared[r->shared_count++] = b->host = pair[0];
  long sent = made < 0 ? made : request(p, host, passed, pair[1]);
  sys_close(pair[1]);
  return succeeded(r, p, STEP_CLONE, 3, sent) && copy(r, p, 4, domain, &b->domain) &&
         copy(r, p, 5, userns, &b->host_userns);
}

void join_prepare(struct build *b) {
  int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  if (b->plan->flags & KT_LIVING) return; /* its keeper forks what runs in it */
  b->own_ns = (int)must(b, STEP_INIT, 15, SYS(openat, AT_FDCWD, "/proc/self/ns", flags, 0));
}

static void lend_to(const struct build *b, int joiner) {
  const struct kt_plan *p = b->plan;
  uint32_t own = p->outer_ns | p->inner_ns | p->locked_ns;
  int fds[KINDS + 1];
  size_t count = 0;
  for (size_t i = 0; i <= KINDS; i++) {
    const char *name = i < KINDS ? kinds[i].name : "time_for_children";
    bool has = i < KINDS ? own & kinds[i].flag : p->flags & KT_TIME;
    if (has) fds[count++] = (int)SYS(openat, b->own_ns, name, O_RDONLY | O_CLOEXEC, 0);
  }
  message_send(joiner, "", 1, fds, count, MSG_DONTWAIT); /* not sent with one that is missing */
  close_all(fds, count);
}

bool join_lend(const struct build *b) {
  struct received r;
  char byte;
  int got = message_receive(b->life, &byte, 1, &r, MSG_DONTWAIT);
  if (got == -EAGAIN || got == -EMFILE) return true; /* a joiner without descriptors gives up */
  if (got < 0 || r.size != 1) return false;
  if (r.count == 1) lend_to(b, r.fds[0]);
  close_all(r.fds, r.count);
  return true;
}

static void enter(const struct build *b, const int *fds, size_t kind) {
  const struct kt_plan *p = b->plan;
  if (!(p->inner_ns & kinds[kind].flag)) return;
  must(b, STEP_NAMESPACE, 5, SYS(setns, fds[kind], kinds[kind].flag));
}

void join_enter(struct build *b) {
  const struct kt_plan *p = b->plan;
  struct received r;
  char byte;
  int fds[KINDS];
  size_t next = 0;
  must(b, STEP_INIT, 10, SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));
  must(b, STEP_NAMESPACE, 6, message_receive(b->host, &byte, 1, &r, 0));
  for (size_t i = 0; i < KINDS; i++)
    fds[i] = p->inner_ns & kinds[i].flag && next < r.count ? r.fds[next++] : -1;
  if (p->flags & KT_TIME && next < r.count) b->host_timens = r.fds[next++];
  bool complete = r.size == 1 && r.count == next && (b->host_timens >= 0) == !!(p->flags & KT_TIME);
  must(b, STEP_NAMESPACE, 6, complete ? 0 : -ESRCH);

  /* The pid and the time namespace belong to the first user namespace, which is left for the
   * second one. */
  bool locked = b->host_userns >= 0;
  if (locked) must(b, STEP_NAMESPACE, 4, SYS(setns, b->host_userns, CLONE_NEWUSER));
  if (p->uid == KT_NONE) identity_take_root(b); /* the second one has no id to change to */
  enter(b, fds, locked ? PID : USER);
  timens_enter(b);
  enter(b, fds, locked ? USER : PID);
  for (size_t i = PID + 1; i < KINDS; i++) enter(b, fds, i);
  close_all(fds, KINDS);
  sys_close(b->host);
  sys_close(b->host_userns);
  must(b, STEP_INIT, 10, SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0)); /* a change of ids resets it */
}
