/*
 * The messages between Java and the helper. This file is the contract: LayoutTest compares every
 * size, offset and constant in it with Java's.
 *
 * Integers are in the host's byte order. A request is one block: a fixed struct, tables, and a pool
 * of bytes. A span or a table gives its offset and length from the start of the block. Spans that
 * are strings end in a NUL that the length does not count. The helper uses no part of a block
 * before validate.c has checked all of it.
 *
 * Every struct declares its padding, so that no byte is left out.
 */
#ifndef KOTHA_WIRE_H
#define KOTHA_WIRE_H

#include <stdint.h>

#define KT_MAGIC 0x6874614bu /* "Kath" */
#define KT_VERSION 13u
#define KT_NONE 0xffffffffu /* an absent index or id */

#define KT_MAX_REQUEST (8u << 20) /* bytes of a request in a sealed memory file */
#define KT_MAX_MESSAGE (192u << 10) /* bytes of a request in the message itself */
#define KT_MAX_ROOMS 2048
#define KT_MAX_SOURCES 128
#define KT_MAX_GROUPS 8
#define KT_MAX_COUNTERS 24
#define KT_MAX_FDS 250 /* the kernel accepts 253 in one message: SCM_MAX_FD */
#define KT_PATH 256 /* bytes of a cgroup's path, with its NUL */
#define KT_MAP 64 /* bytes of the second user namespace's id map, with its NUL */

/* The late filter allows the payload's last messages by these two: their fd and sixth argument. */
#define KT_STATUS_FD 3
#define KT_COOKIE 0x646f6f72u

struct kt_span { uint32_t off, len; };
struct kt_table { uint32_t off, count; };

/* ---- JVM to zygote ---- */

enum kt_request_kind {
  KT_CREATE = 1, /* kt_plan; fds: the room's socket, the plan's memory file, passed sources or ns */
  KT_SIGNAL = 2, /* send a signal to the payload */
  KT_KILL = 3, /* kill every process of the room */
  KT_LEAVE = 4, /* remove a directory when the JVM is gone */
  KT_UPDATE = 5, /* kt_update: new time limits */
};

/* Starts every message to the zygote. */
struct kt_request {
  uint32_t magic, version, kind, size; /* size of the whole message */
  uint64_t room;
  uint32_t argument; /* KT_SIGNAL: the signal; KT_CREATE: 1 if the plan is in a memory file */
  uint32_t pad;
};

/* Nanoseconds; 0: no limit. */
struct kt_times { uint64_t wall_ns, cpu_ns, idle_ns, grace_ns; };

struct kt_update { struct kt_request head; struct kt_times times; };

enum kt_plan_flags {
  KT_ZYGOTE_SOURCES = 1, /* the zygote opens the mount sources, because only it is root */
  KT_DENY_SETGROUPS = 2, /* an ordinary user maps a single id */
  KT_HAND_ROOT = 4, /* pass the room's root and mount namespace to the JVM, for copy-out */
  KT_LOOPBACK = 8,
  KT_TIME = 16,
  KT_PROC = 32, /* the room has a /proc */
  KT_NOTIFY = 64, /* the main filter has a listener */
  KT_LOCK = 128, /* the payload runs in a second user namespace, which locks the mounts */
  KT_NO_NESTING = 256, /* the payload cannot make user namespaces */
  KT_SUPERVISED = 512, /* the late filter has a listener: the last fd of KT_STARTED */
  KT_KEYRING = 1024, /* the filter grants keyctl, so the payload takes a keyring of its own */
  KT_LIVING = 2048, /* init has no payload at first: it forks one for each plan with this host */
  KT_JOINS = 4096, /* the program joins the namespaces of its host, which does not fork it */
  KT_ENTERS = 8192, /* with KT_JOINS: it has no host, and its namespaces come with the request */
  KT_ABOVE = 16384, /* with KT_ENTERS: the first one is a user namespace above the program's */
};

/*
 * A room, or a program in another room, its host. Of the plan of a program in a room that lives,
 * only groups, writes, counters, oom_group and cpus are used: everything else is as the host has
 * it. The plan of a program that joins has the walls, but no files and no namespaces of its own.
 * Those that one without a host joins come with the request: a user namespace above its own, then
 * those of inner_ns in the order user, pid, mnt, net, uts, ipc, cgroup, then the time namespace.
 */
struct kt_plan {
  struct kt_request head;
  uint64_t host; /* the room to run in; 0: this is a room of its own */
  uint32_t flags;
  uint32_t outer_ns; /* CLONE_NEW* of clone3 */
  uint32_t inner_ns; /* namespaces that init unshares before the mounts, or joins */
  uint32_t locked_ns; /* namespaces that init unshares with the second user namespace */
  uint32_t uid, gid; /* of the payload in its user namespace; KT_NONE: unchanged */
  uint32_t init_uid, init_gid; /* of init once the room is built */
  uint64_t capabilities; /* kept */
  uint32_t cpus; /* CPUs that can consume cpu_ns at once */
  uint32_t payload_cgroup_ns; /* CLONE_NEWCGROUP or 0 */
  int64_t monotonic_s, boottime_s;
  uint32_t monotonic_ns, boottime_ns;
  struct kt_span uid_map, gid_map; /* text for the kernel; empty: not written */
  struct kt_span locked_uid_map, locked_gid_map;
  struct kt_table uid_helper, gid_helper; /* kt_span: argv of newuidmap, without the pid */
  struct kt_span hostname; /* empty: unchanged */
  struct kt_table sources; /* kt_source */
  uint32_t root_kind, root_source; /* kt_root_kind; index in sources */
  struct kt_span root_options; /* of the root tmpfs, or of the overlay's upper layer */
  struct kt_table mounts; /* kt_mount */
  struct kt_table groups; /* kt_group */
  struct kt_table writes; /* kt_write */
  struct kt_table counters; /* kt_counter */
  struct kt_span filter, late_filter; /* struct sock_filter[] */
  struct kt_span oom_score_adj; /* text; empty: unchanged */
  uint32_t oom_group; /* the v1 group whose first OOM kill ends the room; or KT_NONE */
  uint32_t fault_step, fault_item, fault_errno; /* test builds only */
  uint64_t domain_files, domain_ports, domain_scoped; /* Landlock: handled access; all 0: none */
  struct kt_table domain_rules; /* kt_domain_rule */
  struct kt_span label_file, label; /* relative to the host's /proc, and its content; empty: none */
  uint32_t mitigations, pad; /* kt_mitigation */
};

enum kt_mitigation { KT_STORE_BYPASS = 1, KT_INDIRECT_BRANCH = 2, KT_CORE_SCHEDULING = 4 };

enum kt_root_kind { KT_ROOT_DIRECTORY = 1, KT_ROOT_TMPFS = 2, KT_ROOT_OVERLAY = 3 };

enum kt_source_flags {
  KT_SOURCE_RECURSIVE = 1,
  KT_SOURCE_IDMAP = 2,
  KT_SOURCE_PASSED = 4, /* the JVM has opened it: its file system may not answer the zygote */
  KT_SOURCE_UNMAPPED = 8, /* with IDMAP: is bound as it is if its file system has no idmaps */
};

/* A mount source: a detached copy of a part of the host's tree. */
struct kt_source {
  struct kt_span path; /* absolute, without symbolic links */
  uint32_t flags;
  uint32_t attributes; /* MOUNT_ATTR_* of the whole source */
};

enum kt_mount_kind {
  KT_MOUNT_BIND = 1, /* bind source on target */
  KT_MOUNT_FS = 2, /* mount a new file system of type source on target */
  KT_MOUNT_MASK = 3, /* cover target with /dev/null or an empty directory */
  KT_MOUNT_ATTR = 4, /* set attributes on the mount at target */
  KT_MOUNT_SELF = 5, /* bind target on itself, with attributes */
  KT_MOUNT_SYMLINK = 6, /* make target a link to source */
  KT_MOUNT_WRITE = 7, /* write source to target, a file of the room's /proc */
  KT_MOUNT_FILE = 8, /* write source to target, a new or empty file of a root in memory */
};

enum kt_mount_flags {
  KT_MAKE_DIRECTORY = 1, /* make target if it does not exist */
  KT_MAKE_FILE = 2,
  KT_OPTIONAL = 4, /* skip the entry if target does not exist */
  KT_EXISTING = 8, /* never make target: it would be made on the host */
  KT_NO_LINKS = 16, /* no symbolic link leads to target: another room may have made it */
};

struct kt_mount {
  uint32_t kind, flags, attributes, source;
  struct kt_span target; /* absolute inside the room */
  struct kt_span text; /* file system type, link text, or the text to write */
  struct kt_span options; /* "key=value" or "key", each ending in a NUL that the length counts */
};

enum kt_group_kind { KT_GROUP_V1 = 0, KT_GROUP_V2 = 1 };
/* Without a flag, a process gets into a group by writing 0 to the file of the group. */
enum kt_group_flags {
  KT_GROUP_LEFT = 1, /* v2: it leaves for the next group; then those below get controllers */
  KT_GROUP_BORN = 2, /* v2: clone3 creates it there, which spares moving it */
};

struct kt_group {
  struct kt_span path;
  uint32_t kind, flags;
  uint32_t owner, pad; /* host uid that may create and move processes here; KT_NONE: unchanged */
};
struct kt_write { uint32_t group, pad; struct kt_span file, value; };

/* Java has more kinds. The helper reads this one to check the CPU limit. */
enum kt_counter_kind { KT_CPU_NANOS = 0 };
/* A counter's value is the integer after the first occurrence of its key, or the sum over all. */
enum kt_counter_form { KT_FIRST = 0, KT_SUM = 1 };
struct kt_counter { uint32_t kind, group; struct kt_span file, key; uint32_t scale, form; };

/* A rule without a path is about a port. */
struct kt_domain_rule { struct kt_span path; uint32_t port, pad; uint64_t rights; };

/* ---- JVM to payload, over the room's own socket ---- */

enum kt_command_flags {
  KT_TERMINAL = 1, /* fd 0 becomes the controlling terminal */
  KT_WARN = 2, /* signal the payload when a time limit expires, and kill it after the grace */
  KT_COPY = 4, /* only copy the files: the payload then exits with 0 instead of executing */
};

/*
 * Descriptors: stdin, stdout, stderr, then a source for each copy. A command too large for a
 * message is sent as this struct alone with in_file set; descriptor 3 is then the sealed memory
 * file that holds the command, and the copies' sources follow it.
 */
struct kt_command {
  uint32_t magic, version, size, flags;
  uint32_t in_file, pad;
  struct kt_table argv, env; /* kt_span */
  struct kt_table programs; /* kt_span: paths to try, in order */
  struct kt_span directory;
  struct kt_table copies; /* kt_copy */
  struct kt_table rlimits; /* kt_rlimit */
  struct kt_times times; /* the payload forwards them to the zygote just before execve */
};

struct kt_rlimit { uint32_t resource, pad; uint64_t value; };
struct kt_copy { struct kt_span target; uint32_t mode, pad; };

/* ---- zygote to JVM ---- */

enum kt_report_kind {
  KT_HELLO = 1,
  KT_STARTED = 2,
  KT_FAILED = 3,
  KT_EXITED = 4,
  KT_PARKED = 5, /* the confined payload waits for its command, or the keeper for a program */
};

/* Indices of kt_report.moments: nanoseconds of CLOCK_MONOTONIC; 0: never. */
enum kt_moment {
  KT_REQUESTED,
  KT_CLONED,
  KT_MAPPED,
  KT_GROUPED,
  KT_MOUNTED,
  KT_FORKED,
  KT_WALLED,
  KT_READY,
  KT_ORDERED,
  KT_EXECUTING,
  KT_ENDED,
  KT_CONCLUDED,
  KT_MOMENTS
};

enum kt_cause {
  KT_BY_ITSELF = 0,
  KT_BY_WALL = 1,
  KT_BY_CPU = 2,
  KT_BY_REQUEST = 3,
  KT_BY_SYSCALL = 4,
  KT_BY_IDLE = 5,
  KT_BY_OOM = 6,
};

enum kt_report_flags {
  KT_NEVER_RAN = 1, /* the payload died before it called execve */
  KT_NO_STATUS = 2, /* init died first: the exit status is unknown */
};

struct kt_report {
  uint32_t magic, version, kind, flags;
  uint64_t room;
  uint32_t step, item; /* KT_FAILED */
  int32_t err; /* KT_FAILED */
  int32_t pid; /* KT_STARTED: the payload's pid on the host */
  uint32_t cause;
  int32_t code, status; /* KT_EXITED: si_code and si_status of waitid(2) */
  uint32_t counters; /* bit set of the counters that could be read */
  uint64_t wall_ns;
  uint64_t counter[KT_MAX_COUNTERS]; /* in the order of the plan */
  int32_t syscall;
  uint32_t arch;
  uint64_t args[6];
  uint64_t minor_faults; /* of the payload */
  uint64_t major_faults; /* of every process that init reaped, as are the next two */
  uint64_t voluntary, involuntary; /* context switches */
  uint64_t moments[KT_MOMENTS]; /* KT_EXITED */
};

/* ---- steps: never reused, never renumbered; the same as SetupStep in Java ---- */

enum kt_step {
  STEP_REQUEST = 1, STEP_CGROUP = 2, STEP_CGROUP_WRITE = 3, STEP_SOURCE = 4, STEP_CLONE = 5,
  STEP_ID_MAP = 6, STEP_IDMAP_MOUNT = 7, STEP_INIT = 8, STEP_NAMESPACE = 9, STEP_PROPAGATION = 10,
  STEP_ROOT = 11, STEP_MOUNT = 12, STEP_PIVOT = 13, STEP_HOSTNAME = 14, STEP_LOOPBACK = 15,
  STEP_TIME = 16, STEP_LOCK = 17, STEP_FORK = 18, STEP_CGROUP_ENTER = 19, STEP_SESSION = 20,
  STEP_RLIMIT = 21, STEP_IDENTITY = 22, STEP_CAPABILITIES = 23, STEP_SECCOMP = 24,
  STEP_COMMAND = 25, STEP_COPY_IN = 26, STEP_STDIO = 27, STEP_WORKING_DIRECTORY = 28,
  STEP_SECCOMP_LATE = 29, STEP_EXEC = 30, STEP_OOM_WATCH = 31, STEP_LANDLOCK = 32,
  STEP_LABEL = 33, STEP_MITIGATION = 34, STEP_WATCH = 35,
};

#endif
