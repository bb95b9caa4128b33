/*
 * Validates a request in one linear pass. An unknown flag bit is an error: a helper must not ignore
 * a protection that it does not know.
 */
#include "validate.h"
#include "linux.h"
#include "sys.h"
#include "walls.h"

enum {
  ATTRIBUTES = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC |
               MOUNT_ATTR_NOSYMFOLLOW,
  PLAN_FLAGS = KT_ZYGOTE_SOURCES | KT_DENY_SETGROUPS | KT_HAND_ROOT | KT_LOOPBACK | KT_TIME |
               KT_PROC | KT_NOTIFY | KT_LOCK | KT_NO_NESTING | KT_SUPERVISED | KT_KEYRING |
               KT_LIVING | KT_JOINS | KT_ENTERS | KT_ABOVE,
  SOURCE_FLAGS = KT_SOURCE_RECURSIVE | KT_SOURCE_IDMAP | KT_SOURCE_PASSED | KT_SOURCE_UNMAPPED,
  COMMAND_FLAGS = KT_TERMINAL | KT_WARN | KT_COPY,
  MITIGATIONS = KT_STORE_BYPASS | KT_INDIRECT_BRANCH | KT_CORE_SCHEDULING,
  MOUNT_FLAGS = KT_MAKE_DIRECTORY | KT_MAKE_FILE | KT_OPTIONAL | KT_EXISTING | KT_NO_LINKS,
  MAX_ENTRIES = 4096,
  MAX_STRINGS = 65536,
  MAX_RLIMITS = 16,
  MAX_INSTRUCTIONS = 4096,
};

struct block { const char *bytes; size_t size; };

static bool has_span(struct block b, struct kt_span s) {
  return s.off <= b.size && s.len <= b.size - s.off;
}

/* A string lies inside the block and has its only NUL at the end. */
static bool has_text(struct block b, struct kt_span s) {
  if (s.off >= b.size || s.len >= b.size - s.off || b.bytes[s.off + s.len] != 0) return false;
  for (size_t i = 0; i < s.len; i++)
    if (b.bytes[s.off + i] == 0) return false;
  return true;
}

static bool has_path(struct block b, struct kt_span s) {
  return has_text(b, s) && s.len >= 1 && s.len < 4096 && b.bytes[s.off] == '/';
}

/* A file name without a directory, not hidden. */
static bool has_name(struct block b, struct kt_span s) {
  if (!has_text(b, s) || s.len < 1 || s.len > 64 || b.bytes[s.off] == '.') return false;
  for (size_t i = 0; i < s.len; i++)
    if (b.bytes[s.off + i] == '/') return false;
  return true;
}

/* A file of the process's own security attributes, relative to /proc: see proc_pid_attr(5). */
static bool names_attribute(struct block b, struct kt_span s) {
  static const char beginning[] = "self/attr/";
  if (s.len < sizeof beginning) return false;
  if (memcmp(b.bytes + s.off, beginning, sizeof beginning - 1)) return false;
  for (size_t i = 0; i < s.len; i++)
    if (b.bytes[s.off + i] == '.') return false;
  return true;
}

/* "key=value\0key\0": ends in NUL unless empty. */
static bool has_options(struct block b, struct kt_span s) {
  return has_span(b, s) && s.len <= 4096 && (s.len == 0 || b.bytes[s.off + s.len - 1] == 0);
}

static bool has_table(struct block b, struct kt_table t, size_t entry, size_t most) {
  return t.count <= most && t.off % 8 == 0 && t.off <= b.size && t.count * entry <= b.size - t.off;
}

static bool has_strings(struct block b, struct kt_table t, size_t most) {
  if (!has_table(b, t, sizeof(struct kt_span), most)) return false;
  const struct kt_span *strings = TABLE_OF(struct kt_span, b.bytes, t);
  for (uint32_t i = 0; i < t.count; i++)
    if (!has_text(b, strings[i])) return false;
  return true;
}

static bool has_filter(struct block b, struct kt_span s) {
  return has_span(b, s) && s.len % 8 == 0 && s.len / 8 <= MAX_INSTRUCTIONS;
}

/* An id map has lines of "inside outside count". None may map to the host's root; the kernel keeps
 * 32 bits of each number, and refuses a range that wraps. */
static bool maps_root(struct block b, struct kt_span map) {
  const char *at = b.bytes + map.off;
  uint64_t number = 0;
  for (size_t field = 0, i = 0; i < map.len; i++) {
    if (at[i] < '0' || at[i] > '9') continue;
    number = number * 10 + (uint64_t)(at[i] - '0');
    if (number > UINT32_MAX) return true;
    if (i + 1 < map.len && at[i + 1] >= '0' && at[i + 1] <= '9') continue;
    if (field++ % 3 == 1 && number == 0) return true;
    number = 0;
  }
  return false;
}

static bool begins(const char *text, const char *with) {
  size_t n = strlen(with);
  return strlen(text) >= n && memcmp(text, with, n) == 0;
}

/* Returns whether a path lies in the system's own directories, or is a device without a driver. */
static bool is_of_system(const char *path) {
  static const char *const places[] = {"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64",
                                       "/libx32", "/etc", "/dev/null", "/dev/zero", "/dev/full",
                                       "/dev/random", "/dev/urandom", "/dev/tty"};
  for (size_t i = 0; path[i]; i++) /* a "..", which would lead out of them */
    if (begins(path + i, "/..") && (path[i + 3] == '/' || path[i + 3] == 0)) return false;
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    size_t n = strlen(places[i]);
    if (begins(path, places[i]) && (path[n] == '/' || path[n] == 0)) return true;
  }
  return false;
}

static bool sources_are_valid(struct block b, const struct kt_plan *p) {
  if (!has_table(b, p->sources, sizeof(struct kt_source), KT_MAX_SOURCES)) return false;
  const struct kt_source *sources = TABLE_OF(struct kt_source, b.bytes, p->sources);
  for (uint32_t i = 0; i < p->sources.count; i++) {
    if (!has_path(b, sources[i].path) || sources[i].flags & ~(uint32_t)SOURCE_FLAGS) return false;
    if (sources[i].attributes & ~(uint32_t)ATTRIBUTES) return false;
    /* The zygote looks up no path of a caller: its file system may not answer. Init cannot clone
     * what was opened in another mount namespace. */
    bool passed = sources[i].flags & KT_SOURCE_PASSED, zygote = p->flags & KT_ZYGOTE_SOURCES;
    if (passed ? !zygote : zygote && !is_of_system(text_of(p, sources[i].path))) return false;
    /* Only the zygote of a root JVM can idmap a mount, and only to a user namespace. */
    bool writable = !(sources[i].attributes & MOUNT_ATTR_RDONLY);
    if (sources[i].flags & KT_SOURCE_UNMAPPED && writable) return false; /* by the host's owners */
    if (sources[i].flags & KT_SOURCE_IDMAP &&
        !(p->flags & KT_ZYGOTE_SOURCES && p->outer_ns & (uint32_t)CLONE_NEWUSER))
      return false;
  }
  return true;
}

static bool mounts_are_valid(struct block b, const struct kt_plan *p) {
  if (!has_table(b, p->mounts, sizeof(struct kt_mount), MAX_ENTRIES)) return false;
  const struct kt_mount *mounts = TABLE_OF(struct kt_mount, b.bytes, p->mounts);
  bool limited = false;
  for (uint32_t i = 0; i < p->mounts.count; i++) {
    const struct kt_mount *m = &mounts[i];
    if (m->kind < KT_MOUNT_BIND || m->kind > KT_MOUNT_FILE || m->flags & ~(uint32_t)MOUNT_FLAGS)
      return false;
    if (m->attributes & ~(uint32_t)ATTRIBUTES) return false;
    if (!has_path(b, m->target) || !has_options(b, m->options)) return false;
    if (m->kind == KT_MOUNT_BIND && m->source >= p->sources.count) return false;
    if ((m->kind == KT_MOUNT_FS && !has_name(b, m->text)) ||
        (m->kind >= KT_MOUNT_SYMLINK && !has_text(b, m->text)))
      return false;
    /* Any other root is a directory of the host. */
    if (m->kind == KT_MOUNT_FILE && p->root_kind == KT_ROOT_DIRECTORY) return false;
    if (m->kind != KT_MOUNT_WRITE) continue;
    /* Limits of the room's user namespace; without one they would be the host's. */
    if (!(p->outer_ns & CLONE_NEWUSER)) return false;
    if (!begins(text_of(p, m->target), "/proc/sys/user/")) return false;
    limited = limited || begins(text_of(p, m->target), "/proc/sys/user/max_user_namespaces");
  }
  return limited || (p->flags & (KT_NO_NESTING | KT_PROC)) != (KT_NO_NESTING | KT_PROC);
}

static bool groups_are_valid(struct block b, const struct kt_plan *p) {
  if (!has_table(b, p->groups, sizeof(struct kt_group), KT_MAX_GROUPS) ||
      !has_table(b, p->writes, sizeof(struct kt_write), MAX_ENTRIES) ||
      !has_table(b, p->counters, sizeof(struct kt_counter), KT_MAX_COUNTERS))
    return false;
  const struct kt_group *groups = TABLE_OF(struct kt_group, b.bytes, p->groups);
  uint32_t v2 = 0, left = 0;
  for (uint32_t i = 0; i < p->groups.count; i++) {
    if (!has_path(b, groups[i].path) || groups[i].path.len >= KT_PATH - 32) return false;
    if (groups[i].kind > KT_GROUP_V2 || groups[i].flags > KT_GROUP_BORN) return false;
    bool unified = groups[i].kind == KT_GROUP_V2;
    if (!unified && (groups[i].flags || groups[i].owner != KT_NONE)) return false;
    if (groups[i].owner == 0) return false;
    if (groups[i].flags & KT_GROUP_LEFT) { /* for the one behind it */
      if (i + 2 != p->groups.count || !(p->flags & KT_LIVING)) return false;
      left++;
    } else {
      v2 += unified;
    }
  }
  if (left && !v2) return false;
  const struct kt_write *writes = TABLE_OF(struct kt_write, b.bytes, p->writes);
  for (uint32_t i = 0; i < p->writes.count; i++)
    if (writes[i].group >= p->groups.count || !has_name(b, writes[i].file) ||
        !has_text(b, writes[i].value))
      return false;
  const struct kt_counter *counters = TABLE_OF(struct kt_counter, b.bytes, p->counters);
  for (uint32_t i = 0; i < p->counters.count; i++)
    if (counters[i].group >= p->groups.count || !has_name(b, counters[i].file) ||
        counters[i].file.len >= 40 || !has_text(b, counters[i].key) || counters[i].key.len >= 32 ||
        counters[i].form > KT_SUM)
      return false;
  if (v2 > 1) return false;
  /* Only v1 has the event; on v2, memory.oom.group makes it unnecessary. */
  if (p->oom_group == KT_NONE) return true;
  return p->oom_group < p->groups.count && groups[p->oom_group].kind == KT_GROUP_V1;
}

static bool domain_is_valid(struct block b, const struct kt_plan *p) {
  if (!has_table(b, p->domain_rules, sizeof(struct kt_domain_rule), MAX_ENTRIES)) return false;
  const struct kt_domain_rule *rules = TABLE_OF(struct kt_domain_rule, b.bytes, p->domain_rules);
  for (uint32_t i = 0; i < p->domain_rules.count; i++)
    if (rules[i].port > 65535 || (rules[i].path.len && !has_path(b, rules[i].path))) return false;
  return true;
}

static bool label_is_valid(struct block b, const struct kt_plan *p) {
  if (!p->label.len) return true;
  return has_text(b, p->label) && has_text(b, p->label_file) && names_attribute(b, p->label_file);
}

bool plan_is_valid(const void *bytes, size_t size) {
  struct block b = {bytes, size};
  const struct kt_plan *p = bytes;
  if (size < sizeof *p || size > KT_MAX_REQUEST || p->head.size != size) return false;
  if (p->head.magic != KT_MAGIC || p->head.version != KT_VERSION || p->head.kind != KT_CREATE)
    return false;
  if (p->flags & ~(uint32_t)PLAN_FLAGS || !walls_are_complete(p)) return false;
  if (!has_text(b, p->uid_map) || !has_text(b, p->gid_map)) return false;
  if (!has_text(b, p->locked_uid_map) || p->locked_uid_map.len >= KT_MAP) return false;
  if (!has_text(b, p->locked_gid_map) || p->locked_gid_map.len >= KT_MAP) return false;
  if (!has_text(b, p->hostname) || p->hostname.len > 64) return false;
  if (!has_text(b, p->oom_score_adj)) return false;
  if (maps_root(b, p->uid_map) || maps_root(b, p->gid_map)) return false;
  if (!has_strings(b, p->uid_helper, 64) || !has_strings(b, p->gid_helper, 64)) return false;
  if (!sources_are_valid(b, p) || !mounts_are_valid(b, p) || !groups_are_valid(b, p)) return false;
  if (p->root_kind < KT_ROOT_DIRECTORY || p->root_kind > KT_ROOT_OVERLAY) return false;
  if (p->root_kind != KT_ROOT_TMPFS && p->root_source >= p->sources.count) return false;
  if (!has_options(b, p->root_options)) return false;
  if (!domain_is_valid(b, p) || !label_is_valid(b, p)) return false;
  if (p->mitigations & ~(uint32_t)MITIGATIONS) return false;
  /* A process can have one listener: a second filter with a listener is EBUSY. */
  if (p->flags & KT_SUPERVISED && (p->flags & KT_NOTIFY || !p->late_filter.len)) return false;
  return has_filter(b, p->filter) && has_filter(b, p->late_filter);
}

bool command_is_valid(const void *bytes, size_t size) {
  struct block b = {bytes, size};
  const struct kt_command *c = bytes;
  if (size < sizeof *c || size > KT_MAX_REQUEST || c->size != size || c->magic != KT_MAGIC ||
      c->version != KT_VERSION || c->flags & ~(uint32_t)COMMAND_FLAGS)
    return false;
  if (c->flags & KT_WARN && c->times.grace_ns == 0) return false;
  if (!has_strings(b, c->argv, MAX_STRINGS) || !has_strings(b, c->env, MAX_STRINGS) ||
      !has_strings(b, c->programs, 256) || !has_path(b, c->directory))
    return false;
  if (c->argv.count < 1 || c->programs.count < 1) return false;
  if (!has_table(b, c->rlimits, sizeof(struct kt_rlimit), MAX_RLIMITS)) return false;
  if (!has_table(b, c->copies, sizeof(struct kt_copy), KT_MAX_FDS - 4)) return false;
  const struct kt_copy *copies = TABLE_OF(struct kt_copy, b.bytes, c->copies);
  for (uint32_t i = 0; i < c->copies.count; i++)
    if (!has_path(b, copies[i].target) || copies[i].mode & ~0777u) return false;
  return true;
}
