/* Items of the step: 0 the ruleset, then each rule, then entering. */
#include "domain.h"
#include "failure.h"

static void add_rule(const struct build *b, uint32_t item, const struct kt_domain_rule *rule) {
  if (rule->path.len == 0) {
    struct landlock_port_attr port = {rule->rights, rule->port};
    must(b, STEP_LANDLOCK, item,
         SYS(landlock_add_rule, b->domain, LANDLOCK_RULE_NET_PORT, &port, 0));
    return;
  }
  struct landlock_path_attr files = {.rights = rule->rights};
  const char *path = text_of(b->plan, rule->path);
  /* A link on the way is the image's own and cannot leave the room: no untrusted code has run. */
  files.fd = (int)must(b, STEP_LANDLOCK, item, SYS(openat, AT_FDCWD, path, O_PATH | O_CLOEXEC, 0));
  must(b, STEP_LANDLOCK, item,
       SYS(landlock_add_rule, b->domain, LANDLOCK_RULE_PATH_BENEATH, &files, 0));
  sys_close(files.fd);
}

bool domain_is_requested(const struct kt_plan *p) {
  return p->domain_files | p->domain_ports | p->domain_scoped;
}

void domain_prepare(struct build *b) {
  const struct kt_plan *p = b->plan;
  const struct kt_domain_rule *rules = TABLE_OF(struct kt_domain_rule, p, p->domain_rules);
  struct landlock_ruleset_attr handled = {p->domain_files, p->domain_ports, p->domain_scoped};
  /* Pass the shortest struct that does: older kernels refuse a longer one (E2BIG). */
  size_t size = sizeof handled - (p->domain_scoped ? 0 : p->domain_ports ? 8 : 16);
  if (!domain_is_requested(p)) return;
  b->domain = (int)must(b, STEP_LANDLOCK, 0, SYS(landlock_create_ruleset, &handled, size, 0));
  for (uint32_t i = 0; i < p->domain_rules.count; i++) add_rule(b, i + 1, &rules[i]);
}

void domain_enter(const struct build *b) {
  /* The plan decides, not the descriptor: one that did not arrive must be an error. */
  if (!domain_is_requested(b->plan)) return;
  uint32_t entering = b->plan->domain_rules.count + 1;
  must(b, STEP_LANDLOCK, entering, SYS(landlock_restrict_self, b->domain, 0));
  sys_close(b->domain);
}
