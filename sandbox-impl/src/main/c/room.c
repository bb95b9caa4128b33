/* The life of one room, as the zygote sees it: from a plan to the last process's death. */
#include "zygote.h"

enum { OOM_LOOKS = 100 }; /* a millisecond apart: the kill may also not come, if memory comes free */

bool room_failed(struct room *r, uint32_t step, uint32_t item, long err) {
  if (r->end.kind == KT_FAILED) return false; /* the first failure is the one that matters */
  r->end.kind = KT_FAILED;
  r->end.step = step;
  r->end.item = item;
  r->end.err = (int32_t)-err;
  return false;
}

long injected(const struct kt_plan *plan, uint32_t step, uint32_t item, long result) {
#ifdef KOTHA_FAULTS
  if (plan->fault_step == step && plan->fault_item == item) return -(long)plan->fault_errno;
#else
  (void)plan, (void)step, (void)item;
#endif
  return result;
}

static void let_go(int *fd) {
  if (*fd < 0) return;
  unwatch_descriptor(*fd);
  sys_close(*fd);
  *fd = -1;
}

/* ---- living ---- */

void room_kill(struct room *r, enum kt_cause cause) {
  if (r->state != ROOM_LIVE) return;
  /* What had ended was not killed; and a limit that ran out before its grace stays the cause. */
  if (r->end.cause == KT_BY_ITSELF && !r->ended) r->end.cause = cause;
  r->killed = true;
  SYS(pidfd_send_signal, r->init, SIGKILL, 0, 0);
  if (!r->has_pid_ns) groups_kill(r);
}

/* The payload's end of the status socket is closed: it executes the program, or is dead. */
static void note_started(struct room *r) {
  if (r->ran || !r->executing || r->payload < 0 || r->status >= 0 || r->end.kind == KT_FAILED) return;
  r->ran = true;
  if (r->flags & KT_SUPERVISED && r->listener >= 0) {
    r->handed[r->handed_count++] = r->listener;
    r->listener = -1;
  }
  r->started.kind = KT_STARTED;
  r->unsent |= UNSENT_STARTED;
}

void room_on_status(struct room *r) {
  struct note note;
  struct received in;
  for (;;) {
    int got = message_receive(r->status, &note, sizeof note, &in, MSG_DONTWAIT);
    if (got == -EAGAIN) return;
    if (got < 0 || in.size == 0) break;
    if (in.size != sizeof note) continue;
    if ((note.kind == NOTE_READY || note.kind == NOTE_ARMED) && in.count == 1 && r->listener < 0) {
      r->listener = fd_hold(in.fds[0]);
      watch_descriptor(r, r->listener, WATCH_LISTENER);
    } else {
      close_all(in.fds, in.count);
    }
    if (note.kind == NOTE_READY) {
      r->started.pid = in.pid;
      r->end.moments[KT_WALLED] = note.before;
      r->end.moments[KT_READY] = note.now;
    }
    if (note.kind == NOTE_PARKED) {
      r->unsent |= UNSENT_PARKED;
      groups_warm(r); /* while nobody waits for it */
    }
    if (note.kind == NOTE_EXECUTING) {
      r->executing = true;
      r->end.moments[KT_ORDERED] = note.before;
      r->end.moments[KT_EXECUTING] = note.now;
      clock_set(r, &note.times, note.warns);
      clock_start(r, note.now);
    }
    if (note.kind == NOTE_FAILED) room_failed(r, note.step, note.item, -note.err);
  }
  unwatch_descriptor(r->status);
  sys_close(r->status);
  r->status = -1;
  /* What is called from now on is the JVM's to answer, which hears of it when init has spoken as well. */
  if (r->flags & KT_SUPERVISED && r->listener >= 0) unwatch_descriptor(r->listener);
  note_started(r);
}

/* ---- ending ---- */

/* What is told of a room of which no process runs any more. */
static void conclude(struct room *r) {
  if (r->status >= 0) room_on_status(r);
  if (!r->ended_ns) r->ended_ns = monotonic_ns();
  if (r->end.kind != KT_FAILED) {
    r->end.kind = KT_EXITED;
    if (!r->executing) r->end.flags |= KT_NEVER_RAN;
    if (!r->ended) r->end.flags |= KT_NO_STATUS;
    r->end.wall_ns = r->started_ns ? r->ended_ns - r->started_ns : 0;
    r->end.counters = counters_read(r, r->end.counter);
    r->end.moments[KT_ENDED] = r->ended_ns;
    r->end.moments[KT_CONCLUDED] = monotonic_ns();
  }
  r->concluded = true;
  r->unsent |= UNSENT_END;
}

void room_on_life(struct room *r) {
  struct note note;
  struct received in;
  for (;;) {
    int got = message_receive(r->life, &note, sizeof note, &in, MSG_DONTWAIT);
    if (got == -EAGAIN) return;
    if (got < 0 || in.size == 0) break;
    if (in.size != sizeof note) continue;
    if (note.kind == NOTE_BUILT && r->payload < 0 && (in.count == 1 || in.count == 3)) {
      room_unlend(r);
      r->payload = fd_hold(in.fds[0]);
      r->handed_count = (int)in.count - 1;
      for (int i = 0; i < r->handed_count; i++) r->handed[i] = in.fds[1 + i];
      r->end.moments[KT_MOUNTED] = note.before;
      r->end.moments[KT_FORKED] = note.now;
      note_started(r);
    } else {
      close_all(in.fds, in.count);
    }
    if (note.kind == NOTE_FAILED) {
      r->end.kind = 0; /* init's failure is the cause of whatever the zygote then failed at */
      room_failed(r, note.step, note.item, -note.err);
    }
    if (note.kind == NOTE_ENDED && !r->ended) {
      r->ended = true;
      r->end.code = note.code;
      r->end.status = note.status;
      r->end.minor_faults = note.minor_faults;
      r->end.major_faults = note.major_faults;
      r->end.voluntary = note.voluntary;
      r->end.involuntary = note.involuntary;
      r->ended_ns = monotonic_ns();
      /* Nobody is left but init, which the room's groups do not hold: while the kernel takes its
       * namespaces apart, which takes longer than many a program, the JVM need not wait. */
      if (r->has_pid_ns && r->group_count && !r->concluded && groups_are_empty(r)) conclude(r);
    }
    if (note.kind == NOTE_LOCK) {
      room_unlend(r);
      room_lock(r);
    }
  }
  unwatch_descriptor(r->life);
  sys_close(r->life);
  r->life = -1;
  room_unlend(r);
}

/* Whether execve, which a policy may grant once, is about to start the program: the payload's end of
 * the status socket closes with it, before the program's first instruction. */
static bool is_start(const struct room *r, const struct seccomp_notif *call) {
  return call->data.nr == NR_execve && r->executing && r->status >= 0;
}

/* A system call whose refusal is fatal: what was called goes into the verdict, then all die. */
void room_on_listener(struct room *r) {
  struct seccomp_notif call;
  struct timespec none = {0, 0};
  struct pollfd calls = {r->listener, POLLIN, 0};
  /* When the last process under the filter is gone, that is an event too; until Linux 6.11, to ask for
   * a call then waits for ever, and every other room with it. */
  SYS(ppoll, &calls, 1, &none, 0, 8);
  if (calls.revents & EPOLLHUP) let_go(&r->listener);
  if (!(calls.revents & POLLIN)) return; /* or the caller was killed in between: others may call */
  /* In this order: if the payload has not started even after a call was seen, that call is its own. */
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
 * cgroup v1 tells that memory is out before it kills, and kills one process only: who asked for the
 * whole room gets it from here, as soon as that kill is counted.
 */
void room_on_oom(struct room *r) {
  uint64_t told;
  SYS(read, r->oom, &told, sizeof told);
  r->oom_looks = OOM_LOOKS;
  r->next_check_ns = 0;
}

/* Init is dead, and with it, where it had a pid namespace, every process of the room. */
void room_on_init_exit(struct room *r) {
  struct siginfo info;
  if (!r->has_pid_ns && !groups_are_empty(r)) {
    groups_kill(r);
    return; /* looked at again by the loop */
  }
  SYS(waitid, P_PIDFD, r->init, &info, WEXITED | WNOHANG, 0);
  if (r->life >= 0) room_on_life(r);
  if (!r->concluded) conclude(r);
  room_unlend(r);
  let_go(&r->life);
  let_go(&r->status);
  let_go(&r->init);
  let_go(&r->listener);
  let_go(&r->oom);
  sys_close(r->userns);
  r->userns = -1;
  sys_close(r->payload);
  r->payload = -1;
  r->state = ROOM_ENDED;
}
