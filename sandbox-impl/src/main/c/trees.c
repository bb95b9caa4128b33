#include "trees.h"
#include "failure.h"

long tree_open(const struct kt_plan *plan, uint32_t index) {
  const struct kt_tree *t = &TABLE_OF(struct kt_tree, plan, plan->trees)[index];
  struct open_how how = {O_PATH | O_CLOEXEC, 0, RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
  /* Private: the clone of a shared mount is its peer, and mounts would propagate both ways. */
  struct mount_attr attributes = {t->attributes, 0, MS_PRIVATE, 0};
  unsigned recursive = t->flags & KT_TREE_RECURSIVE ? AT_RECURSIVE : 0;
  unsigned clone = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | recursive;
  long source = SYS(openat2, AT_FDCWD, text_of(plan, t->path), &how, sizeof how);
  if (source < 0) return source;
  long tree = SYS(open_tree, source, "", clone);
  sys_close((int)source);
  if (tree < 0) return tree;
  long set =
      SYS(mount_setattr, tree, "", AT_EMPTY_PATH | recursive, &attributes, sizeof attributes);
  if (set >= 0) return tree;
  sys_close((int)tree);
  return set;
}

int tree_take(struct build *b, uint32_t index) {
  int tree = b->tree[index];
  b->tree[index] = -1;
  return tree >= 0 ? tree : -EBADF;
}

void trees_open(struct build *b) {
  if (b->plan->flags & KT_ZYGOTE_TREES) return;
  for (uint32_t i = 0; i < b->plan->trees.count; i++)
    b->tree[i] = (int)must(b, STEP_SOURCE, i, tree_open(b->plan, i));
}

void trees_close(struct build *b) {
  for (uint32_t i = 0; i < KT_MAX_TREES; i++) sys_close(tree_take(b, i));
}
