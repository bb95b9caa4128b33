#include "groups.h"
#include "failure.h"
#include "fds.h"
#include "procs.h"
#include "watch.h"

static void path_join(char *to, const char *path, const char *file) {
  size_t n = strlen(path), m = strlen(file);
  memcpy(to, path, n);
  to[n] = '/';
  memcpy(to + n + 1, file, m + 1);
}

static long open_file(const struct group *g, const char *file, int flags) {
  char path[KT_PATH + 80];
  path_join(path, g->path, file);
  return SYS(openat, AT_FDCWD, path, flags | O_CLOEXEC, 0);
}

static long write_file(const struct group *g, const char *file, const char *value, size_t length) {
  long fd = open_file(g, file, O_WRONLY);
  if (fd < 0) return fd;
  long r = SYS(write, fd, value, length);
  sys_close((int)fd);
  return r;
}

long group_read(const struct group *g, const char *file, char *to, size_t capacity) {
  long fd = open_file(g, file, O_RDONLY);
  if (fd < 0) return fd;
  long n = SYS(read, fd, to, capacity - 1);
  sys_close((int)fd);
  if (n >= 0) to[n] = 0;
  return n;
}

/* ---- making ---- */

static bool make_directories(struct room *r, const struct kt_plan *p) {
  const struct kt_group *groups = TABLE_OF(struct kt_group, p, p->groups);
  for (uint32_t i = 0; i < p->groups.count; i++) {
    struct group *g = &r->groups[i];
    memcpy(g->path, text_of(p, groups[i].path), groups[i].path.len + 1);
    g->kind = groups[i].kind;
    g->flags = groups[i].flags;
    long made = injected(p, STEP_CGROUP, i, 0); /* before the directory, which would be left */
    if (made == 0) made = SYS(mkdirat, AT_FDCWD, g->path, 0755);
    if (made < 0) return room_failed(r, STEP_CGROUP, i, made);
    r->group_count = i + 1; /* from now on it is removed with the room */
    r->groups_left |= 1u << i;
  }
  return true;
}

/* The kernel lets a process fork into a group if it may write the cgroup.procs of that group and of
 * the nearest one above both: see CLONE_INTO_CGROUP in clone(2). */
static bool set_owners(struct room *r, const struct kt_plan *p) {
  const struct kt_group *groups = TABLE_OF(struct kt_group, p, p->groups);
  char path[KT_PATH + 80];
  for (uint32_t i = 0; i < p->groups.count; i++) {
    if (groups[i].owner == KT_NONE) continue;
    path_join(path, r->groups[i].path, "cgroup.procs");
    long given = SYS(fchownat, AT_FDCWD, path, groups[i].owner, KT_NONE, AT_SYMLINK_NOFOLLOW);
    uint32_t item = KT_MAX_GROUPS + i;
    if (!succeeded(r, p, STEP_CGROUP, item, given)) return false;
  }
  return true;
}

static bool rate_file(const struct group *g, const char *file) {
  const char *rate = g->kind == KT_GROUP_V1 ? "cpu.cfs_quota_us" : "cpu.max";
  return strlen(file) == strlen(rate) && memcmp(file, rate, strlen(rate)) == 0;
}

static bool write_values(struct room *r, const struct kt_plan *p) {
  const struct kt_write *writes = TABLE_OF(struct kt_write, p, p->writes);
  for (uint32_t i = 0; i < p->writes.count; i++) {
    const struct kt_write *w = &writes[i];
    long n = write_file(&r->groups[w->group], text_of(p, w->file), text_of(p, w->value),
                        w->value.len);
    if (!succeeded(r, p, STEP_CGROUP_WRITE, i, n)) return false;
    r->throttled = r->throttled || rate_file(&r->groups[w->group], text_of(p, w->file));
  }
  return true;
}

void groups_unthrottle(const struct room *r) {
  for (uint32_t i = 0; r->throttled && i < r->group_count; i++) {
    const struct group *g = &r->groups[i];
    bool v1 = g->kind == KT_GROUP_V1;
    write_file(g, v1 ? "cpu.cfs_quota_us" : "cpu.max", v1 ? "-1" : "max", v1 ? 2 : 3);
  }
}

/* The plan is gone when the counters are read. */
static void copy_counters(struct room *r, const struct kt_plan *p) {
  const struct kt_counter *counters = TABLE_OF(struct kt_counter, p, p->counters);
  for (uint32_t i = 0; i < p->counters.count; i++) {
    struct counter *c = &r->counters[i];
    memcpy(c->file, text_of(p, counters[i].file), counters[i].file.len + 1);
    memcpy(c->key, text_of(p, counters[i].key), counters[i].key.len + 1);
    c->group = counters[i].group;
    c->kind = counters[i].kind;
    c->scale = counters[i].scale;
    c->form = counters[i].form;
  }
  r->counter_count = p->counters.count;
}

/* Registers an eventfd for a v1 group that runs out of memory: cgroup-v1/memory.rst, section 9. */
static long open_oom_event(const struct group *g) {
  char text[64];
  long control = open_file(g, "memory.oom_control", O_RDONLY);
  if (control < 0) return control;
  long event = SYS(eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK);
  long r = event;
  if (event >= 0) {
    size_t n = format_u64(text, (uint64_t)event);
    text[n++] = ' ';
    n += format_u64(text + n, (uint64_t)control);
    r = write_file(g, "cgroup.event_control", text, n);
    if (r < 0) sys_close((int)event);
  }
  sys_close((int)control);
  return r < 0 ? r : event;
}

static bool watch_oom(struct room *r, const struct kt_plan *p) {
  if (p->oom_group == KT_NONE) return true;
  long event = open_oom_event(&r->groups[p->oom_group]);
  if (!succeeded(r, p, STEP_OOM_WATCH, 0, event)) return sys_close((int)event), false;
  r->oom = fd_move_up((int)event);
  r->oom_group = p->oom_group;
  return succeeded(r, p, STEP_WATCH, 4, watch_add(r, r->oom, WATCH_OOM));
}

bool groups_make(struct room *r, const struct kt_plan *p) {
  if (!make_directories(r, p) || !set_owners(r, p) || !write_values(r, p)) return false;
  copy_counters(r, p);
  return watch_oom(r, p);
}

/* A thread that writes 0 to v1's "tasks" moves itself, without the kernel's lock for processes. */
static const char *entry_file(const struct group *g) {
  return g->kind == KT_GROUP_V1 ? "tasks" : "cgroup.procs";
}

long group_entry(const struct group *g, bool born) {
  if (born) return SYS(openat, AT_FDCWD, g->path, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
  return open_file(g, entry_file(g), O_WRONLY);
}

long group_exit(const struct group *g) {
  struct group above = *g;
  size_t n = strlen(above.path);
  if (g->kind == KT_GROUP_V2) return open_file(g, "cgroup.subtree_control", O_WRONLY);
  while (n > 1 && above.path[n - 1] != '/') n--;
  above.path[n - 1] = 0;
  return open_file(&above, entry_file(&above), O_WRONLY);
}

long group_controllers(const struct group *g) {
  return open_file(g, "cgroup.controllers", O_RDONLY);
}

/* ---- ending ---- */

/* All groups of a program hold the same processes, so the last one does; if there is a v2 group, it
 * is that. A room that lives is killed by its pid namespace instead. */
long group_killer(const struct room *r) {
  if (r->group_count == 0) return -ENOENT;
  const struct group *g = &r->groups[r->group_count - 1];
  return g->kind == KT_GROUP_V2 ? open_file(g, "cgroup.kill", O_WRONLY)
                                : open_file(g, "cgroup.procs", O_RDONLY);
}

void groups_kill(const struct room *r) {
  long fd = group_killer(r);
  if (fd < 0) return;
  if (SYS(write, fd, "1", 1) < 0) procs_kill((int)fd); /* not v2's cgroup.kill */
  sys_close((int)fd);
}

bool groups_are_empty(const struct room *r) {
  char text[16];
  if (r->group_count == 0) return true;
  const struct group *g = &r->groups[r->group_count - 1];
  long n = group_read(g, entry_file(g), text, sizeof text);
  return n == 0 || n == -ENOENT || n == -ENODEV; /* any other error: assume it is not */
}

bool groups_remove(struct room *r) {
  for (uint32_t i = r->group_count; i-- > 0;) {
    if (!(r->groups_left & 1u << i)) continue;
    long removed = SYS(unlinkat, AT_FDCWD, r->groups[i].path, AT_REMOVEDIR);
    if (removed == 0 || removed == -ENOENT) r->groups_left &= ~(1u << i);
  }
  return r->groups_left == 0;
}
