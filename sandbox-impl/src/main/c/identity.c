#include "identity.h"
#include "failure.h"

void identity_drop_groups(const struct build *b) {
  if (!(b->plan->flags & KT_DENY_SETGROUPS)) must(b, STEP_INIT, 7, SYS(setgroups, 0, 0));
}

void identity_take_root(const struct build *b) {
  must(b, STEP_INIT, 8, SYS(setresgid, 0, 0, 0));
  must(b, STEP_INIT, 9, SYS(setresuid, 0, 0, 0));
}

void identity_become_root(const struct build *b) {
  if (b->plan->outer_ns & (uint32_t)CLONE_NEWUSER) identity_take_root(b);
}

static long set_capabilities(uint64_t permitted, uint64_t inheritable) {
  struct cap_header header = {CAP_VERSION_3, 0};
  struct cap_data data[2];
  for (int i = 0; i < 2; i++) {
    data[i].effective = data[i].permitted = (uint32_t)(permitted >> (32 * i));
    data[i].inheritable = (uint32_t)(inheritable >> (32 * i));
  }
  return SYS(capset, &header, data);
}

/* Reduces the bounding set, which limits what execve can grant. */
static void bound(const struct build *b, uint64_t kept) {
  for (uint32_t i = 0; i <= CAP_LAST; i++) {
    if (kept >> i & 1) continue;
    long dropped = SYS(prctl, PR_CAPBSET_DROP, i, 0, 0, 0);
    if (dropped == -EINVAL) return; /* this kernel knows no capability from here on */
    must(b, STEP_CAPABILITIES, 1, dropped);
  }
}

void identity_bound(const struct build *b) {
  bound(b, b->plan->capabilities);
}

static void change_ids(const struct build *b, uint32_t uid, uint32_t gid) {
  if (gid != KT_NONE) must(b, STEP_IDENTITY, 0, SYS(setresgid, gid, gid, gid));
  if (uid != KT_NONE) must(b, STEP_IDENTITY, 1, SYS(setresuid, uid, uid, uid));
}

/* The securebits come first, while CAP_SETPCAP is left; uid 0 then means nothing to execve. */
static void keep_for_itself(const struct build *b, uint32_t uid, uint32_t gid, uint64_t kept) {
  must(b, STEP_CAPABILITIES, 2, SYS(prctl, PR_SET_SECUREBITS, SECUREBITS_ALL_LOCKED, 0, 0, 0));
  change_ids(b, uid, gid);
  must(b, STEP_CAPABILITIES, 3, SYS(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
  must(b, STEP_CAPABILITIES, 4, set_capabilities(kept, 0));
}

/* execve gives uid 0 the bounding set; any other uid keeps only what is ambient. */
static void keep_some(const struct build *b, uint64_t kept) {
  const struct kt_plan *p = b->plan;
  bool ambient = p->uid != 0;
  must(b, STEP_CAPABILITIES, 2, SYS(prctl, PR_SET_KEEPCAPS, 1, 0, 0, 0));
  change_ids(b, p->uid, p->gid);
  must(b, STEP_CAPABILITIES, 3, SYS(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
  must(b, STEP_CAPABILITIES, 4, set_capabilities(kept, ambient ? kept : 0));
  for (uint32_t i = 0; ambient && i <= CAP_LAST; i++)
    if (kept >> i & 1)
      must(b, STEP_CAPABILITIES, 5, SYS(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0));
}

/* Otherwise a payload that may call keyctl shares the JVM's session keyring: see keyrings(7). */
static void take_keyring(const struct build *b) {
  if (!(b->plan->flags & KT_KEYRING)) return;
  long joined = SYS(keyctl, KEYCTL_JOIN_SESSION_KEYRING, 0, 0, 0, 0);
  must(b, STEP_IDENTITY, 3, joined == -ENOSYS ? 0 : joined); /* a kernel without keyrings */
}

void identity_enter(const struct build *b) {
  const struct kt_plan *p = b->plan;
  if (p->capabilities)
    keep_some(b, p->capabilities);
  else
    keep_for_itself(b, p->uid, p->gid, 0);
  must(b, STEP_CAPABILITIES, 6, SYS(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  take_keyring(b);
}

/* Without a pid namespace and without a v2 group, init kills the processes of a v1 group, which
 * have another uid. The capability is over the room's own user namespace if it has one. */
static bool kills_by_pid(const struct build *b) {
  const struct kt_plan *p = b->plan;
  const struct kt_group *groups = TABLE_OF(struct kt_group, p, p->groups);
  if (p->outer_ns & CLONE_NEWPID) return false;
  for (uint32_t i = 0; i < p->groups.count; i++)
    if (groups[i].kind == KT_GROUP_V2) return false;
  return true;
}

void identity_abandon(const struct build *b) {
  if (b->plan->capabilities) bound(b, 0);
  keep_for_itself(b, b->plan->init_uid, b->plan->init_gid, kills_by_pid(b) ? 1 << CAP_KILL : 0);
  must(b, STEP_CAPABILITIES, 6, SYS(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  /* Again, because the change of ids above has reset it: see PR_SET_DUMPABLE in prctl(2). */
  must(b, STEP_CAPABILITIES, 7, SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));
}

void identity_keep(const struct build *b) {
  const struct kt_plan *p = b->plan;
  uint64_t kept = p->capabilities | 1 << CAP_SETGID | 1 << CAP_SETUID | 1 << CAP_SETPCAP;
  must(b, STEP_CAPABILITIES, 2, SYS(prctl, PR_SET_KEEPCAPS, 1, 0, 0, 0));
  change_ids(b, p->init_uid, p->init_gid);
  must(b, STEP_CAPABILITIES, 3, SYS(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
  must(b, STEP_CAPABILITIES, 4, set_capabilities(kept, 0));
  must(b, STEP_CAPABILITIES, 6, SYS(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  must(b, STEP_CAPABILITIES, 7, SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));
}
