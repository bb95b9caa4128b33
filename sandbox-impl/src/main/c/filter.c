#include "filter.h"
#include "failure.h"
#include "message.h"
#include "timens.h"

/* Returns the filter's listener if it is to have one, else 0; or -errno. */
static long load(const struct kt_plan *plan, struct kt_span span, bool listens) {
  struct sock_fprog program = {(uint16_t)(span.len / 8), text_of(plan, span)};
  if (!listens) return SYS(seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  /* Only a fatal signal interrupts a process that waits for an answer: a call such as clone has no
   * EINTR to return. Kernels before 5.19 do not know the flag. */
  unsigned flags = SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
  long r = SYS(seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
  if (r != -EINVAL) return r;
  return SYS(seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

void filter_enter(const struct build *b) {
  const struct kt_plan *p = b->plan;
  struct message ready = {.kind = MESSAGE_READY, .before = timens_host_now(b)};
  bool listens = p->filter.len && p->flags & KT_NOTIFY;
  int listener = -1;
  if (p->filter.len) listener = (int)must(b, STEP_SECCOMP, 0, load(p, p->filter, listens));
  ready.now = timens_host_now(b);
  must(b, STEP_SECCOMP, 1, message_send(b->status, &ready, sizeof ready, &listener, listens, 0));
  if (listens) sys_close(listener);
}

void filter_enter_late(const struct build *b) {
  const struct kt_plan *p = b->plan;
  bool listens = p->flags & KT_SUPERVISED;
  if (!p->late_filter.len) return;
  int listener = (int)must(b, STEP_SECCOMP_LATE, 0, load(p, p->late_filter, listens));
  if (!listens) return;
  struct message armed = {.kind = MESSAGE_ARMED};
  must(b, STEP_SECCOMP_LATE, 1, message_send(b->status, &armed, sizeof armed, &listener, 1, 0));
}
