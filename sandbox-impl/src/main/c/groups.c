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
    c->form = counters[i].form;
  }
  r->counter_count = plan->counters.count;
  if (plan->oom_group == KT_NONE) return true;
  long watch = injected(plan, STEP_OOM_WATCH, 0, 0);
  if (watch == 0) watch = groups_watch_oom(&r->groups[plan->oom_group]);
  if (watch < 0) return room_failed(r, STEP_OOM_WATCH, 0, watch);
  r->oom = fd_hold((int)watch);
  r->oom_group = plan->oom_group;
  watch_descriptor(r, r->oom, WATCH_OOM);
  return true;
}

/* A thread that writes its own 0 to v1's "tasks" takes none of the locks that moving a process does. */
static const char *entry_file(const struct group *g) {
  return g->kind == KT_GROUP_V1 ? "tasks" : "cgroup.procs";
}

long group_entry(const struct group *g, bool born) {
  if (born) return SYS(openat, AT_FDCWD, g->path, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
  return open_file(g, entry_file(g), O_WRONLY);
}

static long read_file(const struct group *g, const char *file, char *to, size_t capacity) {
  long fd = open_file(g, file, O_RDONLY);
  if (fd < 0) return fd;
  long n = SYS(read, fd, to, capacity - 1);
  sys_close((int)fd);
  if (n >= 0) to[n] = 0;
  return n;
}

/* All groups hold the same processes: the last one is as good as any, and v2's where there is one. */
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
  if (r->group_count == 0) return true;
  const struct group *g = &r->groups[r->group_count - 1];
  long n = read_file(g, entry_file(g), text, sizeof text);
  return n == 0 || n == -ENOENT || n == -ENODEV; /* where it cannot be told, it is not */
}

bool groups_remove(struct room *r) {
  for (uint32_t i = r->group_count; i-- > 0;) {
    if (!(r->groups_left & 1u << i)) continue;
    long removed = SYS(unlinkat, AT_FDCWD, r->groups[i].path, AT_REMOVEDIR);
    if (removed == 0 || removed == -ENOENT) r->groups_left &= ~(1u << i);
  }
  return r->groups_left == 0;
}

static bool is_number(char c) {
  return c >= '0' && c <= '9';
}

static uint64_t number_at(const char *at) {
  uint64_t n = 0;
  while (is_number(*at)) n = n * 10 + (uint64_t)(*at++ - '0');
  return n;
}

/*
 * The number after a word, whatever stands between them ("key 1", "key=1"): after the first such
 * word, or the sum after all of them. Without a word, the number that the text begins with.
 */
static bool parse(const char *text, const char *word, uint32_t form, uint64_t *value) {
  size_t n = strlen(word);
  bool found = n == 0 && is_number(*text);
  *value = found ? number_at(text) : 0;
  while (*text && n) {
    const char *start = text;
    while (*text && *text != ' ' && *text != '=' && *text != '\n') text++;
    bool here = (size_t)(text - start) == n && memcmp(start, word, n) == 0 && (*text == ' ' || *text == '=');
    if (*text) text++;
    if (!here || !is_number(*text)) continue;
    *value += number_at(text);
    found = true;
    if (form == KT_FIRST) break;
  }
  return found;
}

/* The text of a counter's file, or an error. */
static long counter_text(const struct room *r, const struct counter *c, char *text, size_t capacity) {
  long n = read_file(&r->groups[c->group], c->file, text, capacity);
  return n == (long)capacity - 1 && c->form == KT_SUM ? -EOVERFLOW : n; /* half a sum is none */
}

static bool counter_value(const struct counter *c, const char *text, long length, uint64_t *value) {
  if (length < 0) return false;
  if (length == 0 && c->form == KT_SUM) *value = 0; /* nothing has been counted yet */
  else if (!parse(text, c->key, c->form, value)) return false;
  *value *= c->scale;
  return true;
}

bool counter_read(const struct room *r, uint32_t index, uint64_t *value) {
  char text[4096];
  const struct counter *c = &r->counters[index];
  return counter_value(c, text, counter_text(r, c, text, sizeof text), value);
}

/* A file that several counters are in, one after the other, is read once. */
uint32_t counters_read(const struct room *r, uint64_t *values) {
  char text[4096];
  long length = -1;
  uint32_t there = 0;
  for (uint32_t i = 0; i < r->counter_count; i++) {
    const struct counter *c = &r->counters[i], *last = i ? c - 1 : 0;
    if (!last || last->group != c->group || last->form != c->form || strlen(last->file) != strlen(c->file) ||
        memcmp(last->file, c->file, strlen(c->file)) != 0)
      length = counter_text(r, c, text, sizeof text);
    if (counter_value(c, text, length, &values[i])) there |= 1u << i;
  }
  return there;
}

void groups_warm(const struct room *r) {
  uint64_t unused[KT_MAX_COUNTERS];
  groups_are_empty(r);
  counters_read(r, unused);
}

/* ---- out of memory, on v1 ---- */

long groups_watch_oom(const struct group *g) {
  char words[64];
  long control = open_file(g, "memory.oom_control", O_RDONLY);
  if (control < 0) return control;
  long event = SYS(eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK);
  long told = event;
  if (event >= 0) {
    size_t n = format_u64(words, (uint64_t)event);
    words[n++] = ' ';
    n += format_u64(words + n, (uint64_t)control);
    told = write_file(g, "cgroup.event_control", words, n);
    if (told < 0) sys_close((int)event);
  }
  sys_close((int)control);
  return told < 0 ? told : event;
}

bool groups_have_oom_kills(const struct group *g) {
  char text[256];
  uint64_t kills;
  return read_file(g, "memory.oom_control", text, sizeof text) > 0 && parse(text, "oom_kill", KT_FIRST, &kills) && kills > 0;
}
