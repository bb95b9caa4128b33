/* Prints every size, offset and number of wire.h, one "name value" a line, for WireContractTest. */
#include <stdio.h>

#include "wire.h"

#define SIZE(s) printf("sizeof." #s " %zu\n", sizeof(struct s))
#define AT(s, f) printf(#s "." #f " %zu\n", __builtin_offsetof(struct s, f))
#define NUMBER(n) printf(#n " %llu\n", (unsigned long long)(n))

int main(void) {
  SIZE(kt_request), SIZE(kt_plan), SIZE(kt_tree), SIZE(kt_mount), SIZE(kt_group), SIZE(kt_write);
  SIZE(kt_counter), SIZE(kt_rlimit), SIZE(kt_command), SIZE(kt_copy), SIZE(kt_span), SIZE(kt_report);
  SIZE(kt_update), SIZE(kt_domain_rule);
  NUMBER(KT_MAGIC), NUMBER(KT_VERSION), NUMBER(KT_MAX_REQUEST), NUMBER(KT_MAX_MESSAGE);
  NUMBER(KT_MAX_ROOMS), NUMBER(KT_MAX_TREES), NUMBER(KT_MAX_GROUPS), NUMBER(KT_MAX_COUNTERS), NUMBER(KT_MAX_FDS);
  NUMBER(KT_CREATE), NUMBER(KT_SIGNAL), NUMBER(KT_KILL), NUMBER(KT_LEAVE), NUMBER(KT_UPDATE);
  NUMBER(KT_ZYGOTE_TREES), NUMBER(KT_DENY_SETGROUPS), NUMBER(KT_HAND_ROOT), NUMBER(KT_LOOPBACK);
  NUMBER(KT_TIME), NUMBER(KT_PROC), NUMBER(KT_NOTIFY), NUMBER(KT_LOCK);
  NUMBER(KT_NO_NESTING), NUMBER(KT_SUPERVISED), NUMBER(KT_WORD), NUMBER(KT_MOMENTS), NUMBER(KT_CONCLUDED);
  NUMBER(KT_STORE_BYPASS), NUMBER(KT_INDIRECT_BRANCH), NUMBER(KT_CORE_SCHEDULING);
  NUMBER(KT_ROOT_DIRECTORY), NUMBER(KT_ROOT_TMPFS), NUMBER(KT_ROOT_OVERLAY);
  NUMBER(KT_TREE_RECURSIVE), NUMBER(KT_TREE_IDMAP);
  NUMBER(KT_MOUNT_TREE), NUMBER(KT_MOUNT_FS), NUMBER(KT_MOUNT_MASK), NUMBER(KT_MOUNT_ATTR);
  NUMBER(KT_MOUNT_SELF), NUMBER(KT_MOUNT_MKDIR), NUMBER(KT_MOUNT_SYMLINK), NUMBER(KT_MOUNT_WRITE);
  NUMBER(KT_MAKE_DIRECTORY), NUMBER(KT_MAKE_FILE), NUMBER(KT_OPTIONAL), NUMBER(KT_RECURSIVE);
  NUMBER(KT_GROUP_V1), NUMBER(KT_GROUP_V2), NUMBER(KT_STATUS_FD);
  NUMBER(KT_HELLO), NUMBER(KT_STARTED), NUMBER(KT_FAILED), NUMBER(KT_EXITED), NUMBER(KT_PARKED);
  NUMBER(KT_BY_ITSELF), NUMBER(KT_BY_WALL), NUMBER(KT_BY_CPU), NUMBER(KT_BY_REQUEST), NUMBER(KT_BY_SYSCALL);
  NUMBER(KT_BY_IDLE), NUMBER(KT_BY_OOM), NUMBER(KT_FIRST), NUMBER(KT_SUM), NUMBER(KT_NONE);
  NUMBER(KT_NEVER_RAN), NUMBER(KT_NO_STATUS);
#define STEP(n) NUMBER(STEP_##n)
  STEP(REQUEST), STEP(CGROUP), STEP(CGROUP_WRITE), STEP(SOURCE), STEP(CLONE), STEP(ID_MAP);
  STEP(IDMAP_MOUNT), STEP(INIT), STEP(NAMESPACE), STEP(PROPAGATION), STEP(ROOT), STEP(MOUNT);
  STEP(PIVOT), STEP(HOSTNAME), STEP(LOOPBACK), STEP(TIME), STEP(LOCK), STEP(FORK), STEP(CGROUP_ENTER);
  STEP(SESSION), STEP(RLIMIT), STEP(IDENTITY), STEP(CAPABILITIES), STEP(SECCOMP), STEP(COMMAND);
  STEP(COPY_IN), STEP(STDIO), STEP(WORKING_DIRECTORY), STEP(SECCOMP_LATE), STEP(EXEC), STEP(OOM_WATCH);
  STEP(LANDLOCK), STEP(LABEL), STEP(MITIGATION);
  AT(kt_plan, flags), AT(kt_plan, outer_ns), AT(kt_plan, inner_ns), AT(kt_plan, locked_ns);
  AT(kt_plan, uid), AT(kt_plan, gid), AT(kt_plan, init_uid), AT(kt_plan, init_gid);
  AT(kt_plan, capabilities), AT(kt_plan, cpus);
  AT(kt_plan, oom_group), AT(kt_update, times);
  AT(kt_plan, payload_cgroup_ns), AT(kt_plan, monotonic_s), AT(kt_plan, boottime_s);
  AT(kt_plan, monotonic_ns), AT(kt_plan, boottime_ns), AT(kt_plan, uid_map), AT(kt_plan, gid_map);
  AT(kt_plan, locked_uid_map), AT(kt_plan, locked_gid_map), AT(kt_plan, uid_helper);
  AT(kt_plan, gid_helper), AT(kt_plan, hostname), AT(kt_plan, trees), AT(kt_plan, root_kind);
  AT(kt_plan, root_tree), AT(kt_plan, root_options), AT(kt_plan, mounts), AT(kt_plan, groups);
  AT(kt_plan, writes), AT(kt_plan, counters), AT(kt_plan, filter);
  AT(kt_plan, late_filter), AT(kt_plan, oom_score_adj), AT(kt_plan, fault_step);
  AT(kt_plan, label_file), AT(kt_plan, label), AT(kt_plan, mitigations), AT(kt_report, moments);
  AT(kt_plan, domain_files), AT(kt_plan, domain_ports), AT(kt_plan, domain_scoped), AT(kt_plan, domain_rules);
  AT(kt_command, in_file), AT(kt_command, argv), AT(kt_command, env), AT(kt_command, programs);
  AT(kt_command, directory), AT(kt_command, copies), AT(kt_command, rlimits), AT(kt_command, times);
  AT(kt_report, flags), AT(kt_report, room), AT(kt_report, step), AT(kt_report, item), AT(kt_report, err);
  AT(kt_report, pid), AT(kt_report, cause), AT(kt_report, code), AT(kt_report, status);
  AT(kt_report, counters), AT(kt_report, wall_ns), AT(kt_report, counter), AT(kt_report, syscall);
  AT(kt_report, args), AT(kt_report, minor_faults), AT(kt_report, major_faults);
  AT(kt_report, voluntary), AT(kt_report, involuntary);
  return 0;
}
