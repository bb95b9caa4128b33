/*
 * The Landlock domain: init makes the rules, since it may still look up every path, and the payload
 * enters. Items of the step: 0 the ruleset, then each rule, then entering.
 */
#include "build.h"

static void add_rule(const struct build *b, uint32_t item, const struct kt_domain_rule *rule) {
  if (rule->path.len == 0) {
    struct landlock_port_attr port = {rule->rights, rule->port};
    must(b, STEP_LANDLOCK, item, SYS(landlock_add_rule, b->domain, LANDLOCK_RULE_NET_PORT, &port, 0));
    return;
  }
  struct landlock_path_attr files = {.rights = rule->rights};
  /* Links on the way are the image's own and stay in the room: nothing of the payload has run. */
  files.fd = (int)must(b, STEP_LANDLOCK, item, SYS(openat, AT_FDCWD, text_of(b->plan, rule->path), O_PATH | O_CLOEXEC, 0));
  must(b, STEP_LANDLOCK, item, SYS(landlock_add_rule, b->domain, LANDLOCK_RULE_PATH_BENEATH, &files, 0));
  sys_close(files.fd);
}

static bool is_wanted(const struct kt_plan *p) {
  return p->domain_files | p->domain_ports | p->domain_scoped;
}

void domain_prepare(struct build *b) {
  const struct kt_plan *p = b->plan;
  const struct kt_domain_rule *rules = TABLE_OF(struct kt_domain_rule, p, p->domain_rules);
  struct landlock_ruleset_attr handled = {p->domain_files, p->domain_ports, p->domain_scoped};
  /* An older kernel refuses a longer structure even where the rest of it is 0. */
  size_t size = sizeof handled - (p->domain_scoped ? 0 : p->domain_ports ? 8 : 16);
  if (!is_wanted(p)) return;
  b->domain = (int)must(b, STEP_LANDLOCK, 0, SYS(landlock_create_ruleset, &handled, size, 0));
  for (uint32_t i = 0; i < p->domain_rules.count; i++) add_rule(b, i + 1, &rules[i]);
}

void domain_enter(const struct build *b) {
  if (!is_wanted(b->plan)) return; /* by the plan: a descriptor that did not arrive is an error */
  must(b, STEP_LANDLOCK, b->plan->domain_rules.count + 1, SYS(landlock_restrict_self, b->domain, 0));
  sys_close(b->domain);
}
