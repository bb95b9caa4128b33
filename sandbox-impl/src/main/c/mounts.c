/*
 * The room's file tree. Everything is mounted by descriptor, never by a path that something inside
 * could redirect: sources are opened without following links, targets are resolved inside the new
 * root, and only then is one moved onto the other.
 */
#include "build.h"

long tree_open(const struct kt_plan *plan, uint32_t index) {
  const struct kt_tree *t = &TABLE_OF(struct kt_tree, plan, plan->trees)[index];
  struct open_how how = {O_PATH | O_CLOEXEC, 0, RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
  /* Private: a clone of a shared mount would pass on what is mounted in the room, and take in. */
  struct mount_attr attributes = {t->attributes, 0, MS_PRIVATE, 0};
  unsigned recursive = t->flags & KT_TREE_RECURSIVE ? AT_RECURSIVE : 0;
  long source = SYS(openat2, AT_FDCWD, text_of(plan, t->path), &how, sizeof how);
  if (source < 0) return source;
  long tree = SYS(open_tree, source, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | recursive);
  sys_close((int)source);
  if (tree < 0) return tree;
  long set = SYS(mount_setattr, tree, "", AT_EMPTY_PATH | recursive, &attributes, sizeof attributes);
  if (set >= 0) return tree;
  sys_close((int)tree);
  return set;
}

/* A new file system as a detached mount. Returns a descriptor or -errno. */
static long fs_open(const char *type, const char *options, size_t length, uint32_t attributes) {
  long fs = SYS(fsopen, type, FSOPEN_CLOEXEC);
  if (fs < 0) return fs;
  long r = 0;
  for (size_t at = 0; at < length && r >= 0; at += strlen(options + at) + 1) {
    char key[64];
    size_t n = 0;
    const char *option = options + at;
    while (option[n] && option[n] != '=' && n < sizeof key - 1) {
      key[n] = option[n];
      n++;
    }
    key[n] = 0;
    r = option[n] == '=' ? SYS(fsconfig, fs, FSCONFIG_SET_STRING, key, option + n + 1, 0)
                         : SYS(fsconfig, fs, FSCONFIG_SET_FLAG, key, 0, 0);
  }
  if (r >= 0) r = SYS(fsconfig, fs, FSCONFIG_CMD_CREATE, 0, 0, 0);
  if (r >= 0) r = SYS(fsmount, fs, FSMOUNT_CLOEXEC, attributes);
  sys_close((int)fs);
  return r;
}

static long attach(int mount, int at, const char *path) {
  unsigned flags = MOVE_MOUNT_F_EMPTY_PATH | (*path ? 0 : MOVE_MOUNT_T_EMPTY_PATH);
  return SYS(move_mount, mount, "", at, path, flags);
}

/* What stands at a path must be what is there, with nothing stacked over it. */
static long same_place(const char *a, const char *b) {
  struct stat first, second;
  long fd = SYS(openat, AT_FDCWD, a, O_PATH | O_CLOEXEC, 0);
  if (fd < 0) return fd;
  long r = SYS(fstat, fd, &first);
  sys_close((int)fd);
  if (r < 0) return r;
  fd = SYS(openat, AT_FDCWD, b, O_PATH | O_CLOEXEC, 0);
  if (fd < 0) return fd;
  r = SYS(fstat, fd, &second);
  sys_close((int)fd);
  return r < 0 ? r : first.dev == second.dev && first.ino == second.ino ? 0 : -EBUSY;
}

/* Each tree is used once; a second use would find no descriptor. */
static int tree_take(struct build *b, uint32_t index) {
  int tree = b->tree[index];
  b->tree[index] = -1;
  return tree >= 0 ? tree : -EBADF;
}

void trees_close(struct build *b) {
  for (uint32_t i = 0; i < KT_MAX_TREES; i++) sys_close(tree_take(b, i));
}

/* ---- the root ---- */

/* Lower: the given tree. Upper: a tmpfs of the room's own, charged to it and gone with it. */
static int overlay_open(struct build *b, const char *options, size_t length) {
  static const char layers[] = "lowerdir=lower\0upperdir=upper\0workdir=work\0userxattr";
  int stage = (int)must(b, STEP_ROOT, 1, fs_open("tmpfs", options, length, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV));
  must(b, STEP_ROOT, 2, attach(stage, AT_FDCWD, "/"));
  must(b, STEP_ROOT, 3, SYS(fchdir, stage));
  must(b, STEP_ROOT, 4, SYS(mkdirat, stage, "lower", 0755));
  must(b, STEP_ROOT, 4, SYS(mkdirat, stage, "upper", 0755));
  must(b, STEP_ROOT, 4, SYS(mkdirat, stage, "work", 0755));
  must(b, STEP_ROOT, 5, SYS(move_mount, b->tree[b->plan->root_tree], "", stage, "lower", MOVE_MOUNT_F_EMPTY_PATH));
  int root = (int)must(b, STEP_ROOT, 6, fs_open("overlay", layers, sizeof layers, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV));
  sys_close(stage);
  /* The overlay holds its layers by itself. Left in place, the stage would be what pivot_root's "."
   * names in the end, and the host's root would stay, one ".." above the room's. */
  must(b, STEP_ROOT, 8, SYS(umount2, "/", MNT_DETACH));
  return root;
}

static int root_open(struct build *b) {
  const struct kt_plan *p = b->plan;
  const char *options = text_of(p, p->root_options);
  int root;
  if (p->root_kind == KT_ROOT_DIRECTORY)
    root = (int)must(b, STEP_ROOT, 0, tree_take(b, p->root_tree));
  else if (p->root_kind == KT_ROOT_TMPFS)
    root = (int)must(b, STEP_ROOT, 1, fs_open("tmpfs", options, p->root_options.len, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV));
  else
    root = overlay_open(b, options, p->root_options.len);
  /* Stacked on the old root, from where pivot_root takes it. */
  must(b, STEP_ROOT, 7, attach(root, AT_FDCWD, "/"));
  return root;
}

/* ---- the mount list ---- */

static long open_inside(int root, const char *path) {
  struct open_how how = {O_PATH | O_CLOEXEC, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
  return SYS(openat2, root, path, &how, sizeof how);
}

/* Makes the last part of a path inside the root, and the directories before it. */
static long make_inside(int root, const struct kt_mount *m, const char *path, const char *link) {
  char part[4096];
  size_t end = strlen(path);
  while (end > 1 && path[end - 1] == '/') end--;
  size_t start = end;
  while (start > 1 && path[start - 1] != '/') start--;
  memcpy(part, path, start);
  part[start > 1 ? start - 1 : start] = 0;
  long parent = open_inside(root, part); /* mostly there; or all of them are made */
  if (parent == -ENOENT) {
    parent = open_inside(root, "/");
    start = 1;
  }
  for (size_t i = start; i <= end && parent >= 0; i++) {
    if (i < end && path[i] != '/') continue;
    memcpy(part, path + start, i - start);
    part[i - start] = 0;
    start = i + 1;
    if (part[0] == 0) continue;
    bool last = i == end;
    long made;
    if (last && link)
      made = SYS(symlinkat, link, parent, part);
    else if (last && m->flags & KT_MAKE_FILE)
      made = SYS(openat, parent, part, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    else
      made = SYS(mkdirat, parent, part, last && m->mode ? m->mode : 0755);
    if (last && !link && m->flags & KT_MAKE_FILE && made >= 0) sys_close((int)made);
    sys_close((int)parent);
    if (made < 0 && made != -EEXIST) return made;
    if (last) return 0;
    memcpy(part, path, i);
    part[i] = 0;
    parent = open_inside(root, part);
  }
  if (parent >= 0) sys_close((int)parent);
  return parent < 0 ? parent : 0;
}

/* Only a file of a procfs is written to, whatever the path leads to. */
static long write_inside(int root, const char *path, const char *text, size_t length) {
  struct open_how how = {O_WRONLY | O_CLOEXEC, 0, RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS};
  struct statfs fs;
  long fd = SYS(openat2, root, path, &how, sizeof how);
  if (fd < 0) return fd;
  long r = SYS(fstatfs, fd, &fs);
  if (r >= 0) r = fs.type == PROC_SUPER_MAGIC ? SYS(write, fd, text, length) : -EINVAL;
  sys_close((int)fd);
  return r;
}

static bool is_directory(int fd) {
  struct stat s;
  return SYS(fstat, fd, &s) == 0 && (s.mode & S_IFMT) == S_IFDIR;
}

/* What a mask puts over a file is the host's own null device, checked to be that. */
static long null_open(int root) {
  struct stat s;
  long null = open_inside(root, "/dev/null");
  if (null < 0) return null;
  long tree = -EINVAL;
  if (SYS(fstat, null, &s) == 0 && (s.mode & S_IFMT) == S_IFCHR && s.rdev == (1 << 8 | 3))
    tree = SYS(open_tree, null, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH);
  sys_close((int)null);
  return tree;
}

/* The detached mount that an entry puts at its target. */
static long mount_open(struct build *b, const struct kt_mount *m, int root, int target) {
  const struct kt_plan *p = b->plan;
  switch (m->kind) {
    case KT_MOUNT_TREE: return tree_take(b, m->tree);
    case KT_MOUNT_FS: return fs_open(text_of(p, m->source), text_of(p, m->options), m->options.len, m->attributes);
    case KT_MOUNT_MASK:
      return is_directory(target)
                 ? fs_open("tmpfs", "size=0\0nr_inodes=1\0mode=0555", 29, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC)
                 : null_open(root);
    default:
      return SYS(open_tree, target, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE);
  }
}

static void mount_one(struct build *b, int root, uint32_t item, const struct kt_mount *m) {
  const struct kt_plan *p = b->plan;
  const char *path = text_of(p, m->target);
  if (m->kind == KT_MOUNT_WRITE) {
    must(b, STEP_MOUNT, item, write_inside(root, path, text_of(p, m->source), m->source.len));
    return;
  }
  if (m->kind == KT_MOUNT_SYMLINK || m->kind == KT_MOUNT_MKDIR) {
    must(b, STEP_MOUNT, item, make_inside(root, m, path, m->kind == KT_MOUNT_SYMLINK ? text_of(p, m->source) : 0));
    return;
  }
  long target = open_inside(root, path);
  if (target == -ENOENT && m->flags & KT_OPTIONAL) return;
  if (target == -ENOENT && m->flags & (KT_MAKE_DIRECTORY | KT_MAKE_FILE)) {
    must(b, STEP_MOUNT, item, make_inside(root, m, path, 0));
    target = open_inside(root, path);
  }
  must(b, STEP_MOUNT, item, target);
  struct mount_attr attributes = {m->attributes, 0, 0, 0};
  unsigned flags = AT_EMPTY_PATH | (m->flags & KT_RECURSIVE ? AT_RECURSIVE : 0);
  int mount = (int)target;
  if (m->kind != KT_MOUNT_ATTR) {
    mount = (int)must(b, STEP_MOUNT, item, mount_open(b, m, root, (int)target));
    must(b, STEP_MOUNT, item, attach(mount, (int)target, ""));
    sys_close((int)target);
  }
  if (m->kind == KT_MOUNT_ATTR || m->kind == KT_MOUNT_SELF)
    must(b, STEP_MOUNT, item, SYS(mount_setattr, mount, "", flags, &attributes, sizeof attributes));
  sys_close(mount);
}

void mounts_build(struct build *b) {
  const struct kt_plan *p = b->plan;
  const struct kt_mount *mounts = TABLE_OF(struct kt_mount, p, p->mounts);
  int root = root_open(b);
  for (uint32_t i = 0; i < p->mounts.count; i++) mount_one(b, root, i, &mounts[i]);

  /* The old root ends up mounted over the new one, and is what "." then names. */
  must(b, STEP_PIVOT, 0, SYS(fchdir, root));
  must(b, STEP_PIVOT, 1, SYS(pivot_root, ".", "."));
  must(b, STEP_PIVOT, 2, SYS(umount2, ".", MNT_DETACH));
  must(b, STEP_PIVOT, 3, SYS(chdir, "/"));
  must(b, STEP_PIVOT, 5, same_place("/", "/..")); /* ".." steps into what is mounted over the root */
  /* Sources not used as a mount would keep a view of the host. */
  sys_close(root);
  trees_close(b);
}
