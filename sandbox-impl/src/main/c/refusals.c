#include "refusals.h"

enum { MAX_REFUSALS = 4096 };

static struct refusal {
  uint64_t room;
  uint32_t step, item;
  int err;
} refusals[MAX_REFUSALS];
static uint32_t refusal_count;

bool refusals_are_full(void) {
  return refusal_count == MAX_REFUSALS;
}

void refuse(uint64_t room, uint32_t step, uint32_t item, int err) {
  if (!refusals_are_full()) refusals[refusal_count++] = (struct refusal){room, step, item, err};
}

bool refusal_next(struct kt_report *report) {
  if (refusal_count == 0) return false;
  const struct refusal *last = &refusals[refusal_count - 1];
  memset(report, 0, sizeof *report);
  report->kind = KT_FAILED;
  report->room = last->room;
  report->step = last->step;
  report->item = last->item;
  report->err = last->err;
  return true;
}

void refusal_sent(void) {
  refusal_count--;
}
