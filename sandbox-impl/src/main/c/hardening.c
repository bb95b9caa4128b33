#include "hardening.h"
#include "failure.h"
#include "proc.h"

void label_prepare(struct build *b) {
  int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  if (!b->plan->label.len) return;
  b->proc = (int)must(b, STEP_LABEL, 0, SYS(openat, AT_FDCWD, "/proc", flags, 0));
}

void label_take(const struct build *b) {
  const struct kt_plan *p = b->plan;
  if (!p->label.len) return;
  int fd = (int)must(b, STEP_LABEL, 1, proc_open(b->proc, text_of(p, p->label_file), 0));
  must(b, STEP_LABEL, 3, SYS(write, fd, text_of(p, p->label), p->label.len));
  sys_close(fd);
  sys_close(b->proc);
}

void mitigate(const struct build *b) {
  for (uint32_t kind = 0; kind < 2; kind++) { /* PR_SPEC_STORE_BYPASS, PR_SPEC_INDIRECT_BRANCH */
    if (!(b->plan->mitigations & 1u << kind)) continue;
    long state = must(b, STEP_MITIGATION, kind, SYS(prctl, PR_GET_SPECULATION_CTRL, kind, 0, 0, 0));
    /* Without PR_SPEC_PRCTL the state is fixed: not affected, off for all, or on for all. */
    if (state & PR_SPEC_PRCTL)
      state = must(b, STEP_MITIGATION, kind,
                   SYS(prctl, PR_SET_SPECULATION_CTRL, kind, PR_SPEC_FORCE_DISABLE, 0, 0));
    must(b, STEP_MITIGATION, kind, state == PR_SPEC_ENABLE ? -EPERM : 0);
  }
  int scope = PR_SCHED_CORE_SCOPE_THREAD_GROUP;
  if (b->plan->mitigations & KT_CORE_SCHEDULING)
    must(b, STEP_MITIGATION, 2, SYS(prctl, PR_SCHED_CORE, PR_SCHED_CORE_CREATE, 0, scope, 0));
}
