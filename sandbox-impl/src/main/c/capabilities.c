/* Who a process is and what it may do. Dropping comes after the last user namespace is entered. */
#include "build.h"

static long set_capabilities(uint64_t permitted, uint64_t inheritable) {
  struct cap_header header = {CAP_VERSION_3, 0};
  struct cap_data data[2];
  for (int i = 0; i < 2; i++) {
    data[i].effective = data[i].permitted = (uint32_t)(permitted >> (32 * i));
    data[i].inheritable = (uint32_t)(inheritable >> (32 * i));
  }
  return SYS(capset, &header, data);
}

/* Takes everything but the kept ones out of the bounding set, which limits what exec can give. */
static void bound_capabilities(const struct build *b, uint64_t kept) {
  for (uint32_t i = 0; i <= CAP_LAST; i++) {
    if (kept >> i & 1) continue;
    long dropped = SYS(prctl, PR_CAPBSET_DROP, i, 0, 0, 0);
    if (dropped == -EINVAL) return; /* past the last that this kernel knows */
    must(b, STEP_CAPABILITIES, 1, dropped);
  }
}

void identity_bound(const struct build *b) {
  bound_capabilities(b, b->plan->capabilities);
}

/* Supplementary groups went before init forked or built anything. */
static void change_ids(const struct build *b, uint32_t uid, uint32_t gid) {
  if (gid != KT_NONE) must(b, STEP_IDENTITY, 0, SYS(setresgid, gid, gid, gid));
  if (uid != KT_NONE) must(b, STEP_IDENTITY, 1, SYS(setresuid, uid, uid, uid));
}

/* Everything gone, and locked so that uid 0 means nothing to a later exec. */
static void keep_nothing(const struct build *b, uint32_t uid, uint32_t gid) {
  must(b, STEP_CAPABILITIES, 2, SYS(prctl, PR_SET_SECUREBITS, SECUREBITS_ALL_LOCKED, 0, 0, 0));
  change_ids(b, uid, gid);
  must(b, STEP_CAPABILITIES, 3, SYS(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
  must(b, STEP_CAPABILITIES, 4, set_capabilities(0, 0));
}

/* A uid 0 gets them back from the bounding set at exec; any other uid needs the ambient set. */
static void keep_some(const struct build *b, uint64_t kept) {
  const struct kt_plan *p = b->plan;
  bool ambient = p->uid != 0;
  must(b, STEP_CAPABILITIES, 2, SYS(prctl, PR_SET_KEEPCAPS, 1, 0, 0, 0));
  change_ids(b, p->uid, p->gid);
  must(b, STEP_CAPABILITIES, 3, SYS(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
  must(b, STEP_CAPABILITIES, 4, set_capabilities(kept, ambient ? kept : 0));
  for (uint32_t i = 0; ambient && i <= CAP_LAST; i++)
    if (kept >> i & 1) must(b, STEP_CAPABILITIES, 5, SYS(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0));
}

void identity_enter(const struct build *b) {
  const struct kt_plan *p = b->plan;
  if (p->capabilities)
    keep_some(b, p->capabilities);
  else
    keep_nothing(b, p->uid, p->gid);
  must(b, STEP_CAPABILITIES, 6, SYS(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

void identity_abandon(const struct build *b) {
  if (b->plan->capabilities) bound_capabilities(b, 0);
  keep_nothing(b, b->plan->init_uid, b->plan->init_gid);
  must(b, STEP_CAPABILITIES, 6, SYS(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  must(b, STEP_CAPABILITIES, 7, SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));
}
