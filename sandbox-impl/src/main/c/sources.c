#include "sources.h"
#include "failure.h"

uint32_t sources_passed(const struct kt_plan *plan) {
  const struct kt_source *sources = TABLE_OF(struct kt_source, plan, plan->sources);
  uint32_t count = 0;
  for (uint32_t i = 0; i < plan->sources.count; i++)
    if (sources[i].flags & KT_SOURCE_PASSED) count++;
  return count;
}

long source_open(const struct kt_plan *plan, uint32_t index, int passed) {
  const struct kt_source *s = &TABLE_OF(struct kt_source, plan, plan->sources)[index];
  struct open_how how = {O_PATH | O_CLOEXEC, 0, RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
  /* Private: the clone of a shared mount is its peer, and mounts would propagate both ways. */
  struct mount_attr attributes = {s->attributes, 0, MS_PRIVATE, 0};
  unsigned recursive = s->flags & KT_SOURCE_RECURSIVE ? AT_RECURSIVE : 0;
  unsigned clone = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | recursive;
  long original = passed;
  if (passed < 0) original = SYS(openat2, AT_FDCWD, text_of(plan, s->path), &how, sizeof how);
  if (original < 0) return original;
  long source = SYS(open_tree, original, "", clone);
  if (passed < 0) sys_close((int)original);
  if (source < 0) return source;
  long set =
      SYS(mount_setattr, source, "", AT_EMPTY_PATH | recursive, &attributes, sizeof attributes);
  if (set >= 0) return source;
  sys_close((int)source);
  return set;
}

int source_take(struct build *b, uint32_t index) {
  int source = b->source[index];
  b->source[index] = -1;
  return source >= 0 ? source : -EBADF;
}

void sources_open(struct build *b) {
  if (b->plan->flags & KT_ZYGOTE_SOURCES) return;
  for (uint32_t i = 0; i < b->plan->sources.count; i++)
    b->source[i] = (int)must(b, STEP_SOURCE, i, source_open(b->plan, i, -1));
}

void sources_close(struct build *b) {
  for (uint32_t i = 0; i < KT_MAX_SOURCES; i++) sys_close(source_take(b, i));
}
