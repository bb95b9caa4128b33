/* What a room under construction is made from; inherited by init and payload as they fork. */
#ifndef KOTHA_BUILD_H
#define KOTHA_BUILD_H

#include "message.h"
#include "sys.h"
#include "validate.h"
#include "wire.h"

struct build {
  const struct kt_plan *plan; /* validated */
  int life; /* to the zygote, of init */
  int status; /* to the zygote, of the payload: closes when it executes */
  int command; /* to the JVM, of the payload: the room's own socket */
  int zygote; /* pidfd */
  int group[KT_MAX_GROUPS]; /* of each, what group_entry opened */
  int tree[KT_MAX_TREES]; /* detached mounts */
  int stands[2]; /* between init, [0], and payload: the word that the room is built */
  int domain; /* Landlock's rules, made by init; -1: none */
  int proc; /* the host's /proc, where the payload is to have a label; -1: none */
  int notes; /* where this process reports a failure: life or status */
};

/* The first process of a room. */
NORETURN void init_main(struct build *b);

/* The process that becomes the program. */
NORETURN void payload_main(struct build *b);

/* Ids of the room instead of the host's, until the payload takes its own. */
void become_root(const struct build *b);

/*
 * Whether the payload is born in its v2 group, which spares the kernel's wait for all processors that
 * moving costs. By then it must still be who made the group, so init forks it before it changes ids,
 * and not where the payload is to be in a second user namespace, which is made last of all.
 */
static inline bool is_born_inside(const struct kt_plan *p, const struct kt_group *g) {
  return g->kind == KT_GROUP_V2 && !(p->flags & KT_LOCK);
}

/* ---- the one error idiom of init and payload ---- */

/* Reports a failed step and ends the process. */
NORETURN void fail(const struct build *b, uint32_t step, uint32_t item, long err);

/* A result that must not be an error; in test builds also the place where a fault is injected. */
long must(const struct build *b, uint32_t step, uint32_t item, long result);

/* ---- mount sources, opened by the zygote or by init: mounts.c ---- */

/* Opens a mount source as a detached tree. Returns a descriptor or -errno. */
long tree_open(const struct kt_plan *plan, uint32_t index);

/* Closes the sources that are left. */
void trees_close(struct build *b);

/* The room's whole file tree, then pivot_root. */
void mounts_build(struct build *b);

/* ---- domain.c ---- */

/* The rules of the Landlock domain, for paths of the room. */
void domain_prepare(struct build *b);

/* Enters it; there is no way back. */
void domain_enter(const struct build *b);

/* ---- capabilities.c ---- */

/* The bounding set of init, and so of the payload: dropping is a call for each, made once for both. */
void identity_bound(const struct build *b);

/* Ids, capability sets, securebits, no_new_privs: what the payload is left with. */
void identity_enter(const struct build *b);

/* The same for init, which keeps nothing. */
void identity_abandon(const struct build *b);

/* ---- payload.c ---- */

/* Loads a filter: its listener if it is to have one, or 0, or -errno. */
long filter_load(const struct kt_plan *plan, struct kt_span span, bool listens);

/* When it is, on the clock of the host. */
uint64_t payload_now(const struct build *b);

/* ---- command.c ---- */

/* Waits for the command, carries it out, does not return. */
NORETURN void command_execute(struct build *b);

#endif
