/*
 * Fuzzes the validation of requests. Plans and commands are mutated at random and validated in an
 * allocation of exactly their size, so that the address sanitizer detects every access outside.
 * Valid ones are then read as the helper reads them. An input that takes a new path through the
 * code is kept and mutated further; with a directory, it is saved for the next run.
 *
 * Run: fuzz_requests SECONDS [SEED [DIRECTORY]]
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "validate.h"

static uint64_t state;

static uint32_t random_number(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t)(state >> 16);
}

static uint32_t add(char *block, uint32_t *size, const void *bytes, uint32_t length) {
  uint32_t at = *size;
  __builtin_memcpy(block + at, bytes, length);
  *size = (at + length + 8) & ~7u;
  return at;
}

static struct kt_span text(char *block, uint32_t *size, const char *s) {
  uint32_t length = (uint32_t)__builtin_strlen(s);
  return (struct kt_span){add(block, size, s, length + 1), length};
}

static uint32_t seed_plan(char *block) {
  struct kt_plan p = {
      .host = 7, .flags = KT_PROC | KT_HAND_ROOT, .outer_ns = 0x3c020000u, .inner_ns = 0x40000000u};
  uint32_t size = (sizeof p + 7) & ~7u;
  struct kt_source source = {text(block, &size, "/usr"), 1, 7};
  struct kt_span file_system = text(block, &size, "proc");
  struct kt_mount mounts[3] = {
      {.kind = KT_MOUNT_BIND, .target = text(block, &size, "/usr"), .flags = 1},
      {.kind = KT_MOUNT_FS, .target = text(block, &size, "/proc"), .text = file_system},
      {.kind = KT_MOUNT_MASK, .target = text(block, &size, "/proc/keys"), .flags = 4}};
  struct kt_span v1 = text(block, &size, "/sys/fs/cgroup/memory/kotha/room");
  struct kt_span v2 = text(block, &size, "/sys/fs/cgroup/unified/kotha/room");
  struct kt_group groups[2] = {{v1, KT_GROUP_V1, 0, KT_NONE, 0},
                               {v2, KT_GROUP_V2, KT_GROUP_BORN, 1879113727, 0}};
  struct kt_write write = {0, 0, text(block, &size, "memory.max"), text(block, &size, "4096")};
  struct kt_span key = text(block, &size, "oom_kill");
  struct kt_counter counter = {1, 0, text(block, &size, "memory.events"), key, 1, KT_FIRST};
  struct kt_span options = {add(block, &size, "mode=0755\0size=4096", 20), 20};
  struct kt_domain_rule rules[2] = {{text(block, &size, "/tmp"), 0, 0, 2}, {{0, 0}, 80, 0, 1}};
  char filter[64] = {6};
  mounts[1].options = options;
  p.uid_map = text(block, &size, "0 1879048192 65536\n");
  p.gid_map = p.uid_map;
  p.locked_uid_map = p.locked_gid_map = text(block, &size, "");
  p.hostname = text(block, &size, "kotha");
  p.oom_score_adj = text(block, &size, "500");
  p.sources = (struct kt_table){add(block, &size, &source, sizeof source), 1};
  p.root_kind = KT_ROOT_TMPFS;
  p.root_options = options;
  p.mounts = (struct kt_table){add(block, &size, mounts, sizeof mounts), 3};
  p.groups = (struct kt_table){add(block, &size, groups, sizeof groups), 2};
  p.writes = (struct kt_table){add(block, &size, &write, sizeof write), 1};
  p.counters = (struct kt_table){add(block, &size, &counter, sizeof counter), 1};
  p.label_file = text(block, &size, "self/attr/apparmor/exec");
  p.label = text(block, &size, "exec profile");
  p.mitigations = KT_STORE_BYPASS | KT_CORE_SCHEDULING;
  p.domain_files = 0xffff;
  p.domain_rules = (struct kt_table){add(block, &size, rules, sizeof rules), 2};
  p.filter = (struct kt_span){add(block, &size, filter, 64), 64};
  p.head = (struct kt_request){KT_MAGIC, KT_VERSION, KT_CREATE, size, 1, 0, 0};
  __builtin_memcpy(block, &p, sizeof p);
  return size;
}

static uint32_t seed_command(char *block) {
  struct kt_command c = {.magic = KT_MAGIC, .version = KT_VERSION};
  uint32_t size = sizeof c;
  struct kt_span argv[2] = {text(block, &size, "/bin/sh"), text(block, &size, "-c")};
  struct kt_copy copy = {text(block, &size, "/box/file"), 0644, 0};
  c.argv = c.programs = c.env = (struct kt_table){add(block, &size, argv, sizeof argv), 2};
  struct kt_rlimit rlimit = {7, 0, 64};
  c.copies = (struct kt_table){add(block, &size, &copy, sizeof copy), 1};
  c.rlimits = (struct kt_table){add(block, &size, &rlimit, sizeof rlimit), 1};
  c.directory = text(block, &size, "/");
  c.size = size;
  __builtin_memcpy(block, &c, sizeof c);
  return size;
}

static volatile size_t sum;

static void read_text(const void *block, struct kt_span s) {
  sum += __builtin_strlen(text_of(block, s));
}

static void read_plan(const struct kt_plan *p) {
  read_text(p, p->uid_map), read_text(p, p->hostname), read_text(p, p->oom_score_adj);
  for (uint32_t i = 0; i < p->sources.count; i++)
    read_text(p, TABLE_OF(struct kt_source, p, p->sources)[i].path);
  for (uint32_t i = 0; i < p->mounts.count; i++) {
    const struct kt_mount *m = &TABLE_OF(struct kt_mount, p, p->mounts)[i];
    read_text(p, m->target);
    if (m->kind == KT_MOUNT_FS || m->kind >= KT_MOUNT_SYMLINK) read_text(p, m->text);
    const char *options = text_of(p, m->options);
    for (size_t at = 0; at < m->options.len; at += __builtin_strlen(options + at) + 1) sum++;
  }
  for (uint32_t i = 0; i < p->groups.count; i++)
    read_text(p, TABLE_OF(struct kt_group, p, p->groups)[i].path);
  for (uint32_t i = 0; i < p->writes.count; i++)
    read_text(p, TABLE_OF(struct kt_write, p, p->writes)[i].value);
  for (uint32_t i = 0; i < p->counters.count; i++)
    read_text(p, TABLE_OF(struct kt_counter, p, p->counters)[i].key);
  if (p->label.len) read_text(p, p->label), read_text(p, p->label_file);
  for (uint32_t i = 0; i < p->filter.len; i++) sum += (size_t)text_of(p, p->filter)[i];
}

static void read_command(const struct kt_command *c) {
  struct kt_table tables[] = {c->argv, c->env, c->programs};
  for (int t = 0; t < 3; t++)
    for (uint32_t i = 0; i < tables[t].count; i++)
      read_text(c, TABLE_OF(struct kt_span, c, tables[t])[i]);
  for (uint32_t i = 0; i < c->copies.count; i++)
    read_text(c, TABLE_OF(struct kt_copy, c, c->copies)[i].target);
  for (uint32_t i = 0; i < c->rlimits.count; i++)
    sum += TABLE_OF(struct kt_rlimit, c, c->rlimits)[i].value;
  read_text(c, c->directory);
}

static void mutate(char *block, uint32_t size) {
  static const uint32_t edges[] = {0,          1,           7,           8,    0x7f, 0xff, 0xffff,
                                   0x7fffffff, 0x80000000u, 0xffffffffu, 4096, 65536};
  for (uint32_t n = 1 + random_number() % 6; n > 0; n--) {
    uint32_t at = random_number() % size;
    switch (random_number() % 4) {
      case 0: block[at] = (char)random_number(); break;
      case 1: block[at] = (char)(block[at] ^ (1 << random_number() % 8)); break;
      default: {
        uint32_t edge = edges[random_number() % 12];
        uint32_t value = random_number() % 3 ? edge : random_number() % (2 * size);
        at &= ~3u;
        if (at + 4 <= size) __builtin_memcpy(block + at, &value, 4);
      }
    }
  }
}

/* ---- paths taken through the code ---- */

static unsigned char taken[1 << 13], known[1 << 13];
static uintptr_t last;

/* The compiler makes every basic block call this. */
__attribute__((no_sanitize_coverage, no_sanitize("address", "undefined")))
void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void) {
  uintptr_t here = (uintptr_t)__builtin_return_address(0);
  taken[(here ^ last >> 1) % sizeof taken] = 1;
  last = here;
}

__attribute__((no_sanitize_coverage)) static int took_a_new_path(void) {
  int is_new = 0;
  for (size_t i = 0; i < sizeof taken; i++)
    if (taken[i] && !known[i]) known[i] = 1, is_new = 1;
  return is_new;
}

/* ---- inputs kept ---- */

enum { MOST = 4096, LONGEST = 8192 };

static struct kept {
  int is_command;
  uint32_t size;
  char *block;
} kept[MOST];
static uint32_t count;

static void keep(int is_command, const char *block, uint32_t size) {
  if (count == MOST) return;
  char *copy = malloc(size);
  __builtin_memcpy(copy, block, size);
  kept[count++] = (struct kept){is_command, size, copy};
}

static void name_of(char *name, size_t most, const char *directory, uint32_t i) {
  snprintf(name, most, "%s/%s-%u", directory, kept[i].is_command ? "command" : "plan", i);
}

static void save(const char *directory, uint32_t from) {
  char name[512];
  for (uint32_t i = from; i < count; i++) {
    name_of(name, sizeof name, directory, i);
    FILE *file = fopen(name, "wb");
    if (!file) continue;
    fwrite(kept[i].block, 1, kept[i].size, file);
    fclose(file);
  }
}

static void load(const char *directory) {
  static _Alignas(8) char block[LONGEST];
  char name[512];
  DIR *all = opendir(directory);
  for (struct dirent *entry = all ? readdir(all) : 0; entry; entry = readdir(all)) {
    snprintf(name, sizeof name, "%s/%s", directory, entry->d_name);
    FILE *file = entry->d_name[0] == '.' ? 0 : fopen(name, "rb");
    if (!file) continue;
    uint32_t size = (uint32_t)fread(block, 1, sizeof block, file);
    if (size > 0) keep(entry->d_name[0] == 'c', block, size);
    fclose(file);
  }
  if (all) closedir(all);
}

/* Validates a block and reads it if it is valid. Returns whether it is. */
static int consume(int is_command, const char *block, uint32_t size) {
  if (is_command && command_is_valid(block, size)) return read_command((const void *)block), 1;
  if (!is_command && plan_is_valid(block, size)) return read_plan((const void *)block), 1;
  return 0;
}

int main(int argc, char **argv) {
  static _Alignas(8) char seeds[2][LONGEST];
  uint32_t sizes[2] = {seed_plan(seeds[0]), seed_command(seeds[1])};
  long seconds = argc > 1 ? atol(argv[1]) : 60;
  const char *directory = argc > 3 ? argv[3] : 0;
  time_t end = time(0) + seconds;
  unsigned long runs = 0, valid = 0;
  state = argc > 2 ? strtoull(argv[2], 0, 10) : 0;
  if (state == 0) state = (uint64_t)time(0) * 2654435761u + 1;
  printf("fuzz_requests: seed %llu\n", (unsigned long long)state);
  for (int which = 0; which < 2; which++) {
    if (!consume(which, seeds[which], sizes[which])) {
      puts("fuzz_requests: a seed is not valid");
      return 1;
    }
    keep(which, seeds[which], sizes[which]);
  }
  if (directory) load(directory);
  uint32_t loaded = count;
  for (; runs % 1024 || time(0) < end; runs++) {
    /* Each loaded input once unchanged; then the two seeds as often as all others together. */
    uint32_t choices = random_number() % 2 ? 2 : count;
    const struct kept *from = &kept[runs < loaded ? runs : random_number() % choices];
    int unchanged = runs < loaded;
    uint32_t size = from->size;
    if (!unchanged && random_number() % 8 == 0) size = 1 + random_number() % size;
    char *block = malloc(size);
    __builtin_memcpy(block, from->block, size);
    if (!unchanged) mutate(block, size);
    __builtin_memset(taken, 0, sizeof taken);
    valid += (unsigned long)consume(from->is_command, block, size);
    if (took_a_new_path() && !unchanged) keep(from->is_command, block, size);
    free(block);
  }
  if (directory) save(directory, loaded);
  printf("fuzz_requests: %lu blocks, %lu valid, %u kept, no finding\n", runs, valid, count);
  return 0;
}
