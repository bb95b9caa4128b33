/* The room's cgroups, by the files of cgroupfs; which files and values is Java's choice. */
#include "zygote.h"

/* Joins a group's path and a file's name. */
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

bool groups_make(struct room *r, const struct kt_plan *plan) {
  const struct kt_group *groups = TABLE_OF(struct kt_group, plan, plan->groups);
  const struct kt_write *writes = TABLE_OF(struct kt_write, plan, plan->writes);
  const struct kt_counter *counters = TABLE_OF(struct kt_counter, plan, plan->counters);
  for (uint32_t i = 0; i < plan->groups.count; i++) {
    struct group *g = &r->groups[i];
    memcpy(g->path, text_of(plan, groups[i].path), groups[i].path.len + 1);
    g->kind = groups[i].kind;
    long made = injected(plan, STEP_CGROUP, i, 0);
    if (made == 0) made = SYS(mkdirat, AT_FDCWD, g->path, 0755);
    if (made < 0) return room_failed(r, STEP_CGROUP, i, made);
    r->group_count = i + 1; /* what exists is removed at the end */
    r->groups_left |= 1u << i;
  }
  for (uint32_t i = 0; i < plan->writes.count; i++) {
    const char *value = text_of(plan, writes[i].value);
    long wrote = injected(plan, STEP_CGROUP_WRITE, i,
                          write_file(&r->groups[writes[i].group], text_of(plan, writes[i].file), value, writes[i].value.len));
    if (wrote < 0) return room_failed(r, STEP_CGROUP_WRITE, i, wrote);
  }
  for (uint32_t i = 0; i < plan->counters.count; i++) {
    struct counter *c = &r->counters[i];
    memcpy(c->file, text_of(plan, counters[i].file), counters[i].file.len + 1);
    memcpy(c->key, text_of(plan, counters[i].key), counters[i].key.len + 1);
    c->group = counters[i].group;
    c->kind = counters[i].kind;
    c->scale = counters[i].scale;
  }
  r->counter_count = plan->counters.count;
  return true;
}

long groups_open(const struct group *g) {
  return open_file(g, "cgroup.procs", O_WRONLY);
}

static long read_file(const struct group *g, const char *file, char *to, size_t capacity) {
  long fd = open_file(g, file, O_RDONLY);
  if (fd < 0) return fd;
  long n = SYS(read, fd, to, capacity - 1);
  sys_close((int)fd);
  if (n >= 0) to[n] = 0;
  return n;
}

/* Kills what stands in the last group (all hold the same processes). */
void groups_kill(const struct room *r) {
  char text[4096];
  if (r->group_count == 0) return;
  const struct group *g = &r->groups[r->group_count - 1];
  if (g->kind == KT_GROUP_V2 && write_file(g, "cgroup.kill", "1", 1) >= 0) return;
  if (read_file(g, "cgroup.procs", text, sizeof text) <= 0) return;
  for (const char *at = text; *at;) {
    int pid = 0;
    while (*at >= '0' && *at <= '9') pid = pid * 10 + (*at++ - '0');
    if (pid > 1) SYS(kill, pid, SIGKILL);
    while (*at && (*at < '0' || *at > '9')) at++;
  }
}

bool groups_are_empty(const struct room *r) {
  char text[16];
  for (uint32_t i = 0; i < r->group_count; i++)
    if (read_file(&r->groups[i], "cgroup.procs", text, sizeof text) > 0) return false;
  return true;
}

bool groups_remove(struct room *r) {
  for (uint32_t i = r->group_count; i-- > 0;) {
    if (!(r->groups_left & 1u << i)) continue;
    long removed = SYS(unlinkat, AT_FDCWD, r->groups[i].path, AT_REMOVEDIR);
    if (removed == 0 || removed == -ENOENT) r->groups_left &= ~(1u << i);
  }
  return r->groups_left == 0;
}

/* The number after the key at the start of a line, or the whole file's number where there is no key. */
static bool parse(const char *text, const char *key, uint64_t *value) {
  size_t n = strlen(key);
  while (*text) {
    if (n == 0 || (memcmp(text, key, n) == 0 && text[n] == ' ')) {
      const char *at = n ? text + n + 1 : text;
      if (*at < '0' || *at > '9') return false;
      for (*value = 0; *at >= '0' && *at <= '9'; at++) *value = *value * 10 + (uint64_t)(*at - '0');
      return true;
    }
    while (*text && *text != '\n') text++;
    if (*text) text++;
  }
  return false;
}

bool counter_read(const struct room *r, uint32_t index, uint64_t *value) {
  /* Longer than any key, so that comparing one at the end of the text stays inside. */
  char text[4096 + sizeof r->counters[0].key] = {0};
  const struct counter *c = &r->counters[index];
  if (read_file(&r->groups[c->group], c->file, text, 4096) <= 0 || !parse(text, c->key, value)) return false;
  *value *= c->scale;
  return true;
}
