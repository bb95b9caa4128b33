/*
 * The room's file tree. Everything is mounted by descriptor, never by a path that a process inside
 * could redirect: sources are opened without following links, targets are resolved inside the new
 * root, and only then is one moved onto the other.
 */
#include "mounts.h"
#include "failure.h"
#include "proc.h"
#include "sources.h"

enum {
  BARE = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV,
  INERT = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC,
  CLONE_TREE = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH,
};

/* Makes a new file system as a detached mount. Returns a descriptor or -errno. */
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

static long stat_path(const char *path, struct stat *s) {
  long fd = SYS(openat, AT_FDCWD, path, O_PATH | O_CLOEXEC, 0);
  if (fd < 0) return fd;
  long r = SYS(fstat, fd, s);
  sys_close((int)fd);
  return r;
}

/* Returns 0 if both paths lead to the same file, -EBUSY if not, or another -errno. */
static long same_file(const char *a, const char *b) {
  struct stat first, second;
  long r = stat_path(a, &first);
  if (r >= 0) r = stat_path(b, &second);
  return r < 0 ? r : first.dev == second.dev && first.ino == second.ino ? 0 : -EBUSY;
}

/* ---- the root ---- */

static long tmpfs_open(const struct kt_plan *p) {
  return fs_open("tmpfs", text_of(p, p->root_options), p->root_options.len, BARE);
}

/* The lower layer is the given source; the upper one is a tmpfs, charged to the room. */
static int overlay_open(struct build *b) {
  static const char layers[] = "lowerdir=lower\0upperdir=upper\0workdir=work\0userxattr";
  int stage = (int)must(b, STEP_ROOT, 1, tmpfs_open(b->plan));
  must(b, STEP_ROOT, 2, attach(stage, AT_FDCWD, "/"));
  must(b, STEP_ROOT, 3, SYS(fchdir, stage));
  must(b, STEP_ROOT, 4, SYS(mkdirat, stage, "lower", 0755));
  must(b, STEP_ROOT, 4, SYS(mkdirat, stage, "upper", 0755));
  must(b, STEP_ROOT, 4, SYS(mkdirat, stage, "work", 0755));
  must(b, STEP_ROOT, 5, attach(b->source[b->plan->root_source], stage, "lower"));
  int root = (int)must(b, STEP_ROOT, 6, fs_open("overlay", layers, sizeof layers, BARE));
  sys_close(stage);
  /* The overlay keeps its layers alive. If the stage stayed mounted, the "." of pivot_root would
   * end up naming the stage, and the host's root would remain one ".." above the room's. */
  must(b, STEP_ROOT, 8, SYS(umount2, "/", MNT_DETACH));
  return root;
}

static int root_open(struct build *b) {
  const struct kt_plan *p = b->plan;
  int root;
  if (p->root_kind == KT_ROOT_DIRECTORY)
    root = (int)must(b, STEP_ROOT, 0, source_take(b, p->root_source));
  else if (p->root_kind == KT_ROOT_TMPFS)
    root = (int)must(b, STEP_ROOT, 1, tmpfs_open(p));
  else
    root = overlay_open(b);
  /* On top of the old root, where pivot_root expects it. */
  must(b, STEP_ROOT, 7, attach(root, AT_FDCWD, "/"));
  return root;
}

/* ---- the mount list ---- */

struct tree {
  int root;
  long null; /* the room's null device, once a file was covered with it; or -errno */
  int proc; /* the room's procfs, once it is mounted; or -1 */
};

/* The links of a path lead to places inside the root; with RESOLVE_NO_SYMLINKS, nowhere. */
static long open_inside(int root, const char *path, uint64_t links) {
  struct open_how how = {O_PATH | O_CLOEXEC, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | links};
  return SYS(openat2, root, path, &how, sizeof how);
}

/* Makes one directory, file or link. */
static long make_name(int parent, const char *name, bool file, const char *link) {
  if (link) return SYS(symlinkat, link, parent, name);
  if (!file) return SYS(mkdirat, parent, name, 0755);
  uint64_t flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  long fd = SYS(openat, parent, name, flags, 0644);
  return fd < 0 ? fd : sys_close((int)fd);
}

/* Makes the last part of a path inside the root, and the directories before it. */
static long make_inside(int root, const char *path, uint64_t links, bool file, const char *link) {
  char part[4096];
  size_t end = strlen(path);
  while (end > 1 && path[end - 1] == '/') end--;
  size_t start = end;
  while (start > 1 && path[start - 1] != '/') start--;
  memcpy(part, path, start);
  part[start > 1 ? start - 1 : start] = 0;
  long parent = open_inside(root, part, links); /* most often it exists; if not, make all */
  if (parent == -ENOENT) {
    parent = open_inside(root, "/", links);
    start = 1;
  }
  for (size_t i = start; i <= end && parent >= 0; i++) {
    if (i < end && path[i] != '/') continue;
    memcpy(part, path + start, i - start);
    part[i - start] = 0;
    start = i + 1;
    if (part[0] == 0) continue;
    bool last = i == end;
    long made = make_name((int)parent, part, last && file, last ? link : 0);
    sys_close((int)parent);
    if (made < 0 && made != -EEXIST) return made;
    if (last) return 0;
    memcpy(part, path, i);
    part[i] = 0;
    parent = open_inside(root, part, links);
  }
  if (parent >= 0) sys_close((int)parent);
  return parent < 0 ? parent : 0;
}

/*
 * Writes a new file, or one that is empty in the image. It lies on the mount of the root itself:
 * an overlay or a tmpfs, never a part of the host. O_NONBLOCK: the image may have a FIFO there.
 */
static long file_write(int root, const char *path, const char *text, size_t length) {
  uint64_t resolve = RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
  uint64_t flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  struct open_how how = {flags, 0644, resolve};
  struct stat s;
  long fd = SYS(openat2, root, path, &how, sizeof how);
  if (fd == -ENOENT) {
    fd = make_inside(root, path, RESOLVE_NO_SYMLINKS, true, 0);
    if (fd >= 0) fd = SYS(openat2, root, path, &how, sizeof how);
  }
  if (fd < 0) return fd;
  long r = SYS(fstat, fd, &s);
  if (r >= 0 && ((s.mode & S_IFMT) != S_IFREG || s.size)) r = -EEXIST;
  if (r >= 0) r = SYS(write, fd, text, length);
  sys_close((int)fd);
  return r < 0 ? r : (size_t)r == length ? 0 : -ENOSPC;
}

static bool is_directory(int fd) {
  struct stat s;
  return SYS(fstat, fd, &s) == 0 && (s.mode & S_IFMT) == S_IFDIR;
}

/* Opens the room's /dev/null, and checks that it is the null device. */
static long null_open(int root) {
  struct stat s;
  long null = open_inside(root, "/dev/null", 0);
  if (null < 0) return null;
  if (SYS(fstat, null, &s) == 0 && (s.mode & S_IFMT) == S_IFCHR && s.rdev == (1 << 8 | 3))
    return null;
  sys_close((int)null);
  return -EINVAL;
}

/* A directory is covered with an empty one, a file with the null device: the first opens it. */
static long mask_open(struct tree *t, int target) {
  static const char empty[] = "size=0\0nr_inodes=1\0mode=0555";
  if (is_directory(target)) return fs_open("tmpfs", empty, sizeof empty, INERT);
  if (t->null < 0) t->null = null_open(t->root);
  return t->null < 0 ? t->null : SYS(open_tree, t->null, "", CLONE_TREE);
}

/* The detached mount that an entry puts at its target. */
static long mount_open(struct build *b, const struct kt_mount *m, struct tree *t, int target) {
  const struct kt_plan *p = b->plan;
  switch (m->kind) {
    case KT_MOUNT_BIND: return source_take(b, m->source);
    case KT_MOUNT_FS:
      return fs_open(text_of(p, m->text), text_of(p, m->options), m->options.len, m->attributes);
    case KT_MOUNT_MASK: return mask_open(t, target);
    default: return SYS(open_tree, target, "", CLONE_TREE | AT_RECURSIVE);
  }
}

/* Opens the target, making it if the entry says so. */
static long target_open(const struct kt_mount *m, int root, const char *path, uint64_t links) {
  long target = open_inside(root, path, links);
  if (target != -ENOENT || m->flags & (KT_OPTIONAL | KT_EXISTING)) return target;
  if (!(m->flags & (KT_MAKE_DIRECTORY | KT_MAKE_FILE))) return target;
  long made = make_inside(root, path, links, m->flags & KT_MAKE_FILE, 0);
  return made < 0 ? made : open_inside(root, path, links);
}

/* Another room may write to a persistent root, and exchange its /proc: names below it are looked up
 * in the procfs itself. */
static int lookup_root(const struct tree *t, const char **path) {
  static const char proc[] = "/proc/";
  size_t n = sizeof proc - 1;
  if (t->proc < 0 || strlen(*path) < n || memcmp(*path, proc, n)) return t->root;
  *path += n - 1;
  return t->proc;
}

static bool is_proc(const struct kt_plan *p, const struct kt_mount *m) {
  return m->kind == KT_MOUNT_FS && m->target.len == 5 && !memcmp(text_of(p, m->target), "/proc", 5);
}

static void mount_one(struct build *b, struct tree *t, uint32_t item, const struct kt_mount *m) {
  const struct kt_plan *p = b->plan;
  const char *path = text_of(p, m->target), *text = text_of(p, m->text);
  int root = lookup_root(t, &path);
  struct mount_attr attributes = {m->attributes, 0, 0, 0};
  uint64_t links = m->flags & KT_NO_LINKS ? RESOLVE_NO_SYMLINKS : 0;
  if (m->kind == KT_MOUNT_WRITE) {
    uint64_t inside = RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS;
    must(b, STEP_MOUNT, item, proc_write(root, path, inside, text, m->text.len));
    return;
  }
  if (m->kind == KT_MOUNT_FILE) {
    long written = file_write(root, path, text, m->text.len);
    must(b, STEP_MOUNT, item, m->flags & KT_OPTIONAL && written < 0 ? 0 : written);
    return;
  }
  if (m->kind == KT_MOUNT_SYMLINK) {
    must(b, STEP_MOUNT, item, make_inside(root, path, links, false, text));
    return;
  }
  long target = target_open(m, root, path, links);
  if (target == -ENOENT && m->flags & KT_OPTIONAL) return;
  must(b, STEP_MOUNT, item, target);
  int mount = (int)target;
  if (m->kind != KT_MOUNT_ATTR) {
    mount = (int)must(b, STEP_MOUNT, item, mount_open(b, m, t, (int)target));
    must(b, STEP_MOUNT, item, attach(mount, (int)target, ""));
    sys_close((int)target);
  }
  if (m->kind == KT_MOUNT_ATTR || m->kind == KT_MOUNT_SELF)
    must(b, STEP_MOUNT, item,
         SYS(mount_setattr, mount, "", AT_EMPTY_PATH, &attributes, sizeof attributes));
  if (is_proc(p, m)) t->proc = mount;
  else sys_close(mount);
}

void mounts_build(struct build *b) {
  const struct kt_plan *p = b->plan;
  const struct kt_mount *mounts = TABLE_OF(struct kt_mount, p, p->mounts);
  int root = root_open(b);
  struct tree tree = {root, -1, -1};
  for (uint32_t i = 0; i < p->mounts.count; i++) mount_one(b, &tree, i, &mounts[i]);
  if (tree.null >= 0) sys_close((int)tree.null);
  sys_close(tree.proc);

  /* pivot_root(".", ".") leaves the old root mounted over the new one: "." then names the old. */
  must(b, STEP_PIVOT, 0, SYS(fchdir, root));
  must(b, STEP_PIVOT, 1, SYS(pivot_root, ".", "."));
  must(b, STEP_PIVOT, 2, SYS(umount2, ".", MNT_DETACH));
  must(b, STEP_PIVOT, 3, SYS(chdir, "/"));
  /* ".." steps into a mount that covers the root, so this finds one that is left. */
  must(b, STEP_PIVOT, 5, same_file("/", "/.."));
  sys_close(root);
  /* A source that no entry used would be a view of the host. */
  sources_close(b);
  b->mounted_ns = monotonic_ns();
}
