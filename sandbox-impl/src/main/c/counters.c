#include "counters.h"
#include "groups.h"

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static uint64_t integer_at(const char *at) {
  uint64_t n = 0;
  while (is_digit(*at)) n = n * 10 + (uint64_t)(*at++ - '0');
  return n;
}

/*
 * Finds the integer after a key ("key 1", "key=1"): after its first occurrence, or the sum over
 * all. With an empty key, it is the integer that the text begins with.
 */
static bool parse(const char *text, const char *key, uint32_t form, uint64_t *value) {
  size_t n = strlen(key);
  bool found = n == 0 && is_digit(*text);
  *value = found ? integer_at(text) : 0;
  while (*text && n) {
    const char *start = text;
    while (*text && *text != ' ' && *text != '=' && *text != '\n') text++;
    bool here = (size_t)(text - start) == n && memcmp(start, key, n) == 0;
    here = here && (*text == ' ' || *text == '=');
    if (*text) text++;
    if (!here || !is_digit(*text)) continue;
    *value += integer_at(text);
    found = true;
    if (form == KT_FIRST) break;
  }
  return found;
}

/* Reads a counter's file. Returns its length or -errno. */
static long counter_text(const struct room *r, const struct counter *c, char *text,
                         size_t capacity) {
  long n = group_read(&r->groups[c->group], c->file, text, capacity);
  return n == (long)capacity - 1 && c->form == KT_SUM ? -EOVERFLOW : n; /* not a partial sum */
}

static bool counter_value(const struct counter *c, const char *text, long length,
                          uint64_t *value) {
  if (length < 0) return false;
  if (length == 0 && c->form == KT_SUM) *value = 0; /* nothing was counted yet */
  else if (!parse(text, c->key, c->form, value)) return false;
  return true;
}

bool counter_read(const struct room *r, uint32_t index, uint64_t *value) {
  char text[4096];
  const struct counter *c = &r->counters[index];
  return counter_value(c, text, counter_text(r, c, text, sizeof text), value);
}

static bool have_same_text(const struct counter *a, const struct counter *b) {
  return a->group == b->group && a->form == b->form && strlen(a->file) == strlen(b->file) &&
         memcmp(a->file, b->file, strlen(b->file)) == 0;
}

/* Reads a file once for the counters in it that follow each other. */
uint32_t counters_read(const struct room *r, uint64_t *values) {
  char text[4096];
  long length = -1;
  uint32_t available = 0;
  for (uint32_t i = 0; i < r->counter_count; i++) {
    const struct counter *c = &r->counters[i];
    if (i == 0 || !have_same_text(c - 1, c)) length = counter_text(r, c, text, sizeof text);
    if (counter_value(c, text, length, &values[i])) available |= 1u << i;
  }
  return available;
}

void groups_warm(const struct room *r) {
  uint64_t unused[KT_MAX_COUNTERS];
  groups_are_empty(r);
  counters_read(r, unused);
}

bool group_has_oom_kills(const struct group *g) {
  char text[256];
  uint64_t kills;
  if (group_read(g, "memory.oom_control", text, sizeof text) <= 0) return false;
  return parse(text, "oom_kill", KT_FIRST, &kills) && kills > 0;
}
