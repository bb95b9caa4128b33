#include "timens.h"
#include "failure.h"
#include "proc.h"

/* The text is "CLOCK SECONDS NANOSECONDS": see time_namespaces(7). */
static long write_offset(char clock, int64_t s, uint32_t ns) {
  char text[64] = {clock, ' '};
  size_t n = 2;
  if (s < 0) text[n++] = '-';
  n += format_u64(text + n, (uint64_t)(s < 0 ? -s : s));
  text[n++] = ' ';
  n += format_u64(text + n, ns);
  return proc_write(AT_FDCWD, "/proc/self/timens_offsets", 0, text, n);
}

void timens_make(const struct build *b) {
  const struct kt_plan *p = b->plan;
  if (!(p->flags & KT_TIME)) return;
  must(b, STEP_TIME, 0, SYS(unshare, CLONE_NEWTIME));
  must(b, STEP_TIME, 1, write_offset('1' /* monotonic */, p->monotonic_s, p->monotonic_ns));
  must(b, STEP_TIME, 2, write_offset('7' /* boottime */, p->boottime_s, p->boottime_ns));
}

void timens_enter(struct build *b) {
  const struct kt_plan *p = b->plan;
  if (!(p->flags & KT_TIME)) return;
  if (b->host_timens >= 0) must(b, STEP_TIME, 3, SYS(setns, b->host_timens, CLONE_NEWTIME));
  sys_close(b->host_timens);
  b->host_timens = -1;
  b->shift_ns = (uint64_t)p->monotonic_s * 1000000000 + p->monotonic_ns;
}

uint64_t timens_host_now(const struct build *b) {
  return monotonic_ns() - b->shift_ns;
}
