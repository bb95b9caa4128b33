#include "events.h"
#include "clock.h"
#include "counters.h"
#include "create.h"
#include "failure.h"
#include "fds.h"
#include "groups.h"
#include "guests.h"
#include "idmap.h"
#include "kill.h"
#include "message.h"
#include "watch.h"

/* A millisecond apart. The kernel may also find memory and kill nothing. */
enum { OOM_CHECKS = 100 };

/* ---- the payload's messages ---- */

/* EOF of the status socket says that the payload called execve or died; init says which. */
static void report_started(struct room *r) {
  if (r->ran || !r->executing || r->payload < 0 || r->status >= 0) return;
  if (r->end.kind == KT_FAILED) return;
  r->ran = true;
  if (r->flags & KT_SUPERVISED && r->listener >= 0) {
    r->handed[r->handed_count++] = r->listener;
    r->listener = -1;
  }
  r->started.kind = KT_STARTED;
  r->unsent |= UNSENT_STARTED;
}

static void take_listener(struct room *r, const struct message *m, const struct received *in) {
  bool brings = m->kind == MESSAGE_READY || m->kind == MESSAGE_ARMED;
  if (!brings || in->count != 1 || r->listener >= 0) {
    close_all(in->fds, in->count);
    return;
  }
  r->listener = fd_move_up(in->fds[0]);
  long watched = watch_add(r, r->listener, WATCH_LISTENER);
  if (watched >= 0) return;
  room_failed(r, STEP_WATCH, 3, watched);
  room_kill(r, KT_BY_REQUEST);
}

static void on_payload_message(struct room *r, const struct message *m, int32_t sender) {
  if (m->kind == MESSAGE_READY) {
    r->started.pid = sender;
    r->end.moments[KT_WALLED] = m->before;
    r->end.moments[KT_READY] = m->now;
  }
  if (m->kind == MESSAGE_PARKED) {
    r->unsent |= UNSENT_PARKED;
    groups_warm(r); /* now, because nobody waits for this room yet */
  }
  if (m->kind == MESSAGE_EXECUTING) {
    r->executing = true;
    r->end.moments[KT_ORDERED] = m->before;
    r->end.moments[KT_EXECUTING] = m->now;
    clock_set(r, &m->times, m->warns);
    clock_start(r, m->now);
  }
  if (m->kind == MESSAGE_FAILED) room_failed(r, m->step, m->item, -m->err);
}

void room_on_status(struct room *r) {
  struct message m;
  struct received in;
  for (;;) {
    int got = message_receive(r->status, &m, sizeof m, &in, MSG_DONTWAIT);
    if (got == -EAGAIN) return;
    if (got < 0 || in.size == 0) break;
    if (in.size != sizeof m) {
      close_all(in.fds, in.count);
      continue;
    }
    take_listener(r, &m, &in);
    on_payload_message(r, &m, in.pid);
  }
  watch_close(&r->status);
  /* The JVM answers calls from now on. It gets the listener with KT_STARTED. */
  if (r->flags & KT_SUPERVISED && r->listener >= 0) watch_remove(r->listener);
  report_started(r);
}

/* ---- init's messages ---- */

/* Completes the report about a room in which no process runs any more. */
static void conclude(struct room *r) {
  if (r->status >= 0) room_on_status(r);
  if (!r->ended_ns) r->ended_ns = monotonic_ns();
  if (r->end.kind != KT_FAILED) {
    r->end.kind = KT_EXITED;
    if (!r->executing) r->end.flags |= KT_NEVER_RAN;
    if (!r->ended) r->end.flags |= KT_NO_STATUS;
    r->end.wall_ns = r->started_ns ? r->ended_ns - r->started_ns : 0;
    /* The clock was late, and the program ended before it was killed. */
    bool exceeded = r->ended && r->times.wall_ns && r->end.wall_ns >= r->times.wall_ns;
    if (exceeded && r->end.cause == KT_BY_ITSELF) r->end.cause = KT_BY_WALL;
    r->end.counters = counters_read(r, r->end.counter);
    r->end.moments[KT_ENDED] = r->ended_ns;
    r->end.moments[KT_CONCLUDED] = monotonic_ns();
  }
  r->concluded = true;
  r->unsent |= UNSENT_END;
}

/* Returns whether init is to send so many: the payload's pidfd, root and mount namespace, and the
 * Landlock ruleset. */
static bool is_built_with(const struct room *r, size_t fds) {
  if (r->flags & KT_LIVING) return fds == 0;
  return fds == 1u + (r->flags & KT_HAND_ROOT ? 2 : 0) + r->lends_domain;
}

static void on_built(struct room *r, const struct message *m, const struct received *in) {
  room_close_shared(r);
  r->end.moments[KT_MOUNTED] = m->before;
  r->end.moments[KT_FORKED] = m->now;
  if (r->flags & KT_LIVING) { /* ready for its first program */
    r->unsent |= UNSENT_PARKED;
    return;
  }
  r->payload = fd_move_up(in->fds[0]);
  /* The kill came before there was a process to kill. */
  if (r->killed) SYS(pidfd_send_signal, r->payload, SIGKILL, 0, 0);
  r->handed_count = r->flags & KT_HAND_ROOT ? 2 : 0;
  if (r->lends_domain) r->domain = fd_move_up(in->fds[in->count - 1]);
  for (int i = 0; i < r->handed_count; i++) r->handed[i] = in->fds[1 + i];
  report_started(r);
}

static void on_payload_exit(struct room *r, const struct message *m) {
  r->ended = true;
  r->end.code = m->code;
  r->end.status = m->status;
  r->end.minor_faults = m->minor_faults;
  r->end.major_faults = m->major_faults;
  r->end.voluntary = m->voluntary;
  r->end.involuntary = m->involuntary;
  /* Init's time, by the same clock: the zygote may have been busy or stopped since then. */
  uint64_t now = monotonic_ns();
  r->ended_ns = m->now > r->started_ns && m->now < now ? m->now : now;
  /* Only init is left, which is not in the room's groups. The kernel now takes its namespaces
   * apart, often for longer than the program ran; the JVM does not have to wait for that. */
  room_kill_guests(r);
  bool alone = r->has_pid_ns && !r->guests;
  if (alone && r->group_count && !r->concluded && groups_are_empty(r)) conclude(r);
}

static void on_init_message(struct room *r, const struct message *m, const struct received *in) {
  bool built = m->kind == MESSAGE_BUILT && r->payload < 0;
  if (built && is_built_with(r, in->count)) on_built(r, m, in);
  else close_all(in->fds, in->count);
  if (m->kind == MESSAGE_FAILED) {
    r->end.kind = 0; /* the zygote's own failure, if it had one, follows from init's */
    room_failed(r, m->step, m->item, -m->err);
  }
  if (m->kind == MESSAGE_ENDED && !r->ended) on_payload_exit(r, m);
  if (m->kind == MESSAGE_LOCK) {
    room_close_shared(r);
    room_lock(r);
  }
}

void room_on_life(struct room *r) {
  struct message m;
  struct received in;
  for (;;) {
    int got = message_receive(r->life, &m, sizeof m, &in, MSG_DONTWAIT);
    if (got == -EAGAIN) return;
    if (got < 0 || in.size == 0) break;
    if (in.size == sizeof m) on_init_message(r, &m, &in);
    else close_all(in.fds, in.count);
  }
  watch_close(&r->life);
  room_close_shared(r);
  if (r->hosted) room_on_init_exit(r); /* the keeper has closed it: the program has ended */
}

/* Handles the death of init. With a pid namespace, it is the death of every process of the room. */
void room_on_init_exit(struct room *r) {
  struct siginfo info;
  room_kill_guests(r);
  if (!r->has_pid_ns && !(groups_are_empty(r) && guests_are_gone(r))) {
    groups_kill(r);
    if (!r->unwatched && !r->hosted) watch_remove(r->init);
    r->unwatched = true; /* one that cannot be killed must not keep the loop busy */
    return;
  }
  if (!r->hosted) SYS(waitid, P_PIDFD, r->init, &info, WEXITED | WNOHANG | WALL, 0);
  if (r->life >= 0) room_on_life(r);
  if (!r->concluded) conclude(r);
  room_close_shared(r);
  watch_close(&r->life);
  watch_close(&r->status);
  watch_close(&r->init);
  watch_close(&r->listener);
  watch_close(&r->oom);
  close_all(r->entry, r->entry_count);
  r->entry_count = 0;
  sys_close(r->userns);
  sys_close(r->domain);
  r->userns = r->domain = -1;
  sys_close(r->payload);
  r->payload = -1;
  r->state = ROOM_ENDED;
}

/* The child that ran newuidmap and newgidmap has ended. */
void room_on_mapped(struct room *r) {
  struct siginfo info;
  memset(&info, 0, sizeof info);
  long waited = SYS(waitid, P_PIDFD, r->mapper, &info, WEXITED | WNOHANG | WALL, 0);
  if (waited == 0 && info.pid == 0) return;
  watch_close(&r->mapper);
  if (r->state != ROOM_LIVE || r->killed) return;
  if (info.code == CLD_EXITED && info.status == 0) return room_mapped(r);
  idmap_failed(r, &info);
  room_kill(r, KT_BY_REQUEST);
}

/* ---- the kernel's events ---- */

/* Returns whether a call is the execve that starts the program, which the policy may allow once.
 * The execve closes the payload's status socket before the program's first instruction. */
static bool is_start(const struct room *r, const struct seccomp_notif *call) {
  return call->data.nr == NR_execve && r->executing && r->status >= 0;
}

/* Handles a system call whose refusal is fatal: it is reported, and the room is killed. */
void room_on_listener(struct room *r) {
  struct seccomp_notif call;
  struct timespec none = {0, 0};
  struct pollfd calls = {r->listener, POLLIN, 0};
  /* The death of the last process under the filter is an event too. Before Linux 6.11, receiving a
   * call would then block for ever, and with it every other room. */
  SYS(ppoll, &calls, 1, &none, 0, 8);
  if (calls.revents & EPOLLHUP) watch_close(&r->listener);
  if (!(calls.revents & POLLIN)) return; /* the caller was killed in between; others may call */
  /* After the call was seen: if the payload has not started even now, the call is its own. */
  if (r->status >= 0) room_on_status(r);
  if (r->flags & KT_SUPERVISED && r->status < 0) return;
  memset(&call, 0, sizeof call);
  if (SYS(ioctl, r->listener, SECCOMP_IOCTL_NOTIF_RECV, &call) < 0) return;
  if (is_start(r, &call)) {
    struct seccomp_notif_resp go = {call.id, 0, 0, SECCOMP_USER_NOTIF_FLAG_CONTINUE};
    SYS(ioctl, r->listener, SECCOMP_IOCTL_NOTIF_SEND, &go);
    return;
  }
  if (!r->killed) {
    r->end.syscall = call.data.nr;
    r->end.arch = call.data.arch;
    memcpy(r->end.args, call.data.args, sizeof call.data.args);
  }
  room_kill(r, KT_BY_SYSCALL);
}

/*
 * Handles a v1 group that is out of memory. The kernel reports it before it kills, and kills one
 * process; the clock kills the rest as soon as that kill is counted.
 */
void room_on_oom(struct room *r) {
  uint64_t count;
  SYS(read, r->oom, &count, sizeof count);
  r->oom_checks = OOM_CHECKS;
  r->next_check_ns = 0;
}
