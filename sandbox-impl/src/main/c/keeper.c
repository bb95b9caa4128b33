/*
 * To the zygote, a program of the room is a room of its own: it has its own groups, clocks,
 * counters and sockets. They come with the request, and the keeper reports on the program's own
 * socket. It closes that when the program is dead; the zygote then kills what its groups hold.
 *
 * Programs may run while another is forked. What the keeper forks is not dumpable, and confines
 * itself as the payload of any room does, from the same plan.
 */
#include "keeper.h"
#include "failure.h"
#include "fds.h"
#include "message.h"
#include "payload.h"
#include "reap.h"

enum { LEAVE = KT_MAX_GROUPS + 1 }; /* items of STEP_CGROUP_ENTER: leaving group 0, 1 … */
enum { MAX_PROGRAMS = 64, PROGRAM_FDS = 3 }; /* life, status and command; then its groups */

static struct { int pid, life; } programs[MAX_PROGRAMS]; /* pid 0: free */

/* Gives the groups below every controller of a group, in which no process is left. */
static void pass_controllers(const struct build *b, uint32_t leaving) {
  char names[256], text[2 * sizeof names];
  size_t length = 0;
  long n = must(b, STEP_CGROUP_ENTER, leaving, SYS(read, b->controllers, names, sizeof names));
  for (long i = 0; i < n; i++) {
    bool first = names[i] > ' ' && (i == 0 || names[i - 1] <= ' ');
    if (first) text[length++] = '+';
    text[length++] = names[i] > ' ' ? names[i] : ' ';
  }
  must(b, STEP_CGROUP_ENTER, leaving, SYS(write, b->leave[leaving - LEAVE], text, length));
}

/* In this process, which may wait for all forks of the host: the zygote must not. */
static void leave_groups(struct build *b) {
  for (uint32_t i = 0; i < KT_MAX_GROUPS; i++) {
    if (b->leave[i] < 0) continue;
    const struct kt_group *g = TABLE_OF(struct kt_group, b->plan, b->plan->groups) + i;
    uint32_t leaving = LEAVE + i;
    if (g->kind == KT_GROUP_V2) pass_controllers(b, leaving);
    else must(b, STEP_CGROUP_ENTER, leaving, SYS(write, b->leave[i], "0", 1));
  }
  close_all(b->leave, KT_MAX_GROUPS);
  sys_close(b->controllers);
}

void keeper_enter_groups(struct build *b) {
  const struct kt_group *groups = TABLE_OF(struct kt_group, b->plan, b->plan->groups);
  uint32_t next = 0;
  for (uint32_t i = 0; i < b->plan->groups.count; i++)
    if (groups[i].flags & KT_GROUP_LEFT) next = i + 1;
  int leaf = next ? b->group[next] : -1;
  if (next) b->group[next] = -1;
  enter_groups(b);
  enter_cgroup_namespace(b); /* from the room's own group: it is the root of the namespace */
  if (next) must(b, STEP_CGROUP_ENTER, next, SYS(write, leaf, "0", 1));
  sys_close(leaf);
  leave_groups(b);
}

/* Tells the zygote that a program did not start. The other programs go on. */
static void refuse(int life, uint32_t step, uint32_t item, long err) {
  struct message m = {.kind = MESSAGE_FAILED, .step = step, .item = item, .err = (int32_t)-err};
  message_send(life, &m, sizeof m, 0, 0, MSG_DONTWAIT);
}

NORETURN static void run_program(struct build *b, const struct received *r) {
  b->status = b->failures = r->fds[1];
  b->command = r->fds[2];
  memcpy(b->group, r->fds + PROGRAM_FDS, (r->count - PROGRAM_FDS) * sizeof(int));
  sys_close(r->fds[0]);
  /* The end of another program must not be hidden from the zygote by a copy of its socket. */
  for (size_t i = 0; i < MAX_PROGRAMS; i++)
    if (programs[i].pid) sys_close(programs[i].life);
  payload_main(b);
}

static size_t free_slot(void) {
  size_t i = 0;
  while (i < MAX_PROGRAMS && programs[i].pid) i++;
  return i;
}

/* Forks a program into the group of this number, if it is not 0. Returns whether its life socket is
 * kept. */
static bool start_program(struct build *b, struct received *r, size_t group) {
  int life = r->fds[0], pidfd = -1, *born = r->fds + PROGRAM_FDS + group - 1;
  size_t slot = free_slot();
  struct clone_args args = {
      .flags = CLONE_PIDFD, .pidfd = (uintptr_t)&pidfd, .exit_signal = SIGCHLD};
  if (group) {
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = (uint64_t)*born;
  }
  if (slot == MAX_PROGRAMS) return refuse(life, STEP_FORK, 10, -EAGAIN), false;
  long pid = injected(b->plan, STEP_FORK, 11, 0); /* before there is a process */
  if (pid == 0) pid = SYS(clone3, &args, sizeof args);
  uint32_t born_in = (uint32_t)group - 1;
  if (is_group_error(&args, pid))
    return refuse(life, STEP_CGROUP_ENTER, born_in, pid), false;
  if (pid < 0) return refuse(life, STEP_FORK, 11, pid), false;
  if (pid == 0) {
    if (group) sys_close(*born), *born = -1;
    run_program(b, r);
  }
  struct message built = {.kind = MESSAGE_BUILT, .now = monotonic_ns()};
  long sent = message_send(life, &built, sizeof built, &pidfd, 1, MSG_DONTWAIT);
  /* The zygote could not kill it. */
  if (sent < 0) SYS(pidfd_send_signal, pidfd, SIGKILL, 0, 0);
  sys_close(pidfd);
  programs[slot].pid = (int)pid;
  programs[slot].life = life;
  return true;
}

static void take_request(struct build *b) {
  struct received r;
  char byte;
  int got = message_receive(b->life, &byte, 1, &r, MSG_DONTWAIT);
  if (got == -EAGAIN) return;
  if (got == -EMFILE) return; /* the program's sockets are closed, which tells the zygote */
  if (got < 0 || r.size != 1) leave(b, 1);
  size_t group = (unsigned char)byte;
  bool valid = r.count >= PROGRAM_FDS + group && r.count <= PROGRAM_FDS + KT_MAX_GROUPS;
  bool kept = valid && start_program(b, &r, group);
  close_all(r.fds + kept, r.count - kept);
}

static void on_dead(int pid, struct message *ended) {
  for (size_t i = 0; i < MAX_PROGRAMS; i++) {
    if (programs[i].pid != pid) continue;
    programs[i].pid = 0;
    message_send(programs[i].life, ended, sizeof *ended, 0, 0, MSG_DONTWAIT);
    sys_close(programs[i].life);
  }
}

NORETURN void keeper_main(struct build *b) {
  int signals = reap_open(b);
  sys_close(b->status); /* of a payload that this room does not have */
  sys_close(b->command);
  for (;;) {
    for (;;) {
      struct message ended = {.kind = MESSAGE_ENDED};
      int pid = reap_one(&ended);
      if (pid == 0) break;
      on_dead(pid, &ended);
    }
    if (reap_wait(b, signals)) take_request(b);
  }
}
