#include "walls.h"
#include "linux.h"

enum {
  NS_ALL = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
           CLONE_NEWPID | CLONE_NEWNET,
};

/* A program that joins a room takes every namespace of it; which those are, the zygote knows. */
static bool takes_room(const struct kt_plan *p) {
  uint32_t joined = p->inner_ns;
  if (p->flags & KT_ABOVE || !(joined & CLONE_NEWNS)) return false;
  return !(joined & ~(uint32_t)(NS_ALL & ~CLONE_NEWCGROUP));
}

/* A program that enters namespaces of a process makes none, and keeps capabilities over a user
 * namespace only that it enters. Its groups are what ends it. */
static bool enters_some(const struct kt_plan *p) {
  bool user = p->inner_ns & (uint32_t)CLONE_NEWUSER;
  if (p->inner_ns & ~(uint32_t)NS_ALL || p->payload_cgroup_ns || !p->groups.count) return false;
  if (!p->inner_ns && !(p->flags & KT_TIME)) return false;
  return user || !(p->capabilities || p->flags & KT_ABOVE);
}

/* A program that joins brings nothing of its own. */
static bool joins_safely(const struct kt_plan *p) {
  const uint32_t of_rooms = KT_ZYGOTE_SOURCES | KT_HAND_ROOT | KT_LOOPBACK | KT_PROC | KT_LOCK |
                            KT_NO_NESTING | KT_LIVING;
  uint32_t joined = p->inner_ns;
  bool enters = p->flags & KT_ENTERS;
  if (enters == !!p->host || p->flags & of_rooms || p->outer_ns || p->locked_ns) return false;
  if (!(enters ? enters_some(p) : takes_room(p))) return false;
  if (p->payload_cgroup_ns & ~(uint32_t)CLONE_NEWCGROUP) return false;
  if (p->uid_map.len || p->gid_map.len || p->uid_helper.count || p->gid_helper.count) return false;
  if (p->sources.count || p->mounts.count || p->hostname.len) return false;
  if ((p->uid == KT_NONE) != (p->gid == KT_NONE)) return false; /* one would be the zygote's */
  if (enters && p->uid == KT_NONE && !(p->flags & KT_ABOVE)) return false;
  if (joined & CLONE_NEWUSER) return true;
  return p->uid != 0 && p->uid != KT_NONE && p->gid != 0;
}

/* Protections that no request can switch off: see "Always" in docs/architecture.md. */
static bool is_isolated(const struct kt_plan *p) {
  uint32_t outer = p->outer_ns, locked = p->locked_ns;
  if (p->flags & KT_JOINS) return joins_safely(p);
  if (p->flags & (KT_ENTERS | KT_ABOVE)) return false;
  if (!(outer & CLONE_NEWNS) || outer & ~(uint32_t)NS_ALL || p->inner_ns & ~(uint32_t)NS_ALL ||
      locked & ~(uint32_t)NS_ALL)
    return false;
  if (p->inner_ns & (CLONE_NEWUSER | CLONE_NEWPID) || locked & CLONE_NEWPID) return false;
  if (p->payload_cgroup_ns & ~(uint32_t)CLONE_NEWCGROUP) return false;
  uint32_t needed = p->flags & KT_LOCK ? CLONE_NEWUSER | CLONE_NEWNS : 0;
  if ((locked & needed) != needed || (locked && !needed)) return false;
  /* Capabilities are kept only behind locked mounts. */
  if (p->capabilities && !(p->flags & KT_LOCK)) return false;
  if (outer & CLONE_NEWUSER) return true;
  if (p->flags & KT_NO_NESTING) return false; /* it would limit the host */
  if (p->uid_map.len || p->gid_map.len || p->uid_helper.count || p->gid_helper.count) return false;
  /* Without a user namespace, a payload of uid 0 would be the host's root. */
  return p->uid != 0 && p->uid != KT_NONE && p->gid != 0 && p->gid != KT_NONE;
}

/* A room that lives ends its programs by its pid namespace, has a keeper with capabilities of its
 * user namespace, and tells its programs apart by their groups. */
static bool lives_safely(const struct kt_plan *p) {
  const uint32_t needed = CLONE_NEWUSER | CLONE_NEWPID;
  if (p->host) return !(p->flags & KT_LIVING) && p->groups.count > 0;
  if (!(p->flags & KT_LIVING)) return true;
  return (p->outer_ns & needed) == needed && !(p->flags & KT_HAND_ROOT) && p->groups.count > 0;
}

bool walls_are_complete(const struct kt_plan *p) {
  return is_isolated(p) && lives_safely(p);
}
