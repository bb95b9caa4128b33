#include "failure.h"
#include "message.h"

long injected(const struct kt_plan *p, uint32_t step, uint32_t item, long result) {
#ifdef KOTHA_FAULTS
  if (p && p->fault_step == step && p->fault_item == item) return -(long)p->fault_errno;
#else
  (void)p, (void)step, (void)item;
#endif
  return result;
}

NORETURN void fail(const struct build *b, uint32_t step, uint32_t item, long err) {
  struct message m = {.kind = MESSAGE_FAILED, .step = step, .item = item, .err = (int32_t)-err};
  /* write, not sendmsg: the late filter allows the payload only this call. */
  SYS(write, b->failures, &m, sizeof m, 0, 0, KT_COOKIE);
  sys_exit(1);
}

long must(const struct build *b, uint32_t step, uint32_t item, long result) {
  result = injected(b->plan, step, item, result);
  if (result < 0) fail(b, step, item, result);
  return result;
}

bool room_failed(struct room *r, uint32_t step, uint32_t item, long err) {
  if (r->end.kind == KT_FAILED) return false; /* later failures follow from the first */
  r->end.kind = KT_FAILED;
  r->end.step = step;
  r->end.item = item;
  r->end.err = (int32_t)-err;
  return false;
}

bool succeeded(struct room *r, const struct kt_plan *p, uint32_t step, uint32_t item, long result) {
  result = injected(p, step, item, result);
  return result >= 0 || room_failed(r, step, item, result);
}
