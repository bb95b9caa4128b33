/*
 * Lets the helper build rooms and checks what they do, on an architecture or kernel where no JVM
 * runs the tests. Like the helper, it needs neither a libc nor a shell.
 *
 *   drive_helper HELPER GROUP   absolute paths; GROUP is a v2 cgroup that delegates memory and pids
 *   drive_helper in ACTION      the program that runs in the rooms
 *
 * Prints `ok ...` or `not ok ...` for each expectation; exits 1 if one is not met.
 */
#include "drive_program.h"
#include "fds.h"
#include "message.h"
#include "sys.h"
#include "wire.h"

#if defined(__x86_64__)
enum { THIS_ARCH = (int)0xc000003e, NR_kill = 62 };
#else
enum { THIS_ARCH = (int)0xc00000b7, NR_kill = 129 };
#endif

static _Alignas(8) char block[16384];
static uint32_t used;
static int control, own_program, bad;
static const char *self, *group;

static void put(const char *text) {
  SYS(write, 1, text, strlen(text));
}

static void expect(bool good, const char *what) {
  put(good ? "ok " : "not ok ");
  put(what);
  put("\n");
  if (!good) bad = 1;
}

/* ---- blocks ---- */

static struct kt_span append(const void *bytes, size_t size) {
  struct kt_span span = {used, (uint32_t)size};
  memcpy(block + used, bytes, size);
  used += (uint32_t)(size + 8) & ~7u; /* aligned, and with a NUL after it */
  return span;
}

static struct kt_span text(const char *s) {
  return append(s, strlen(s));
}

static struct kt_table table(const void *entries, size_t size, uint32_t count) {
  return (struct kt_table){append(entries, size * count).off, count};
}

static void start_block(size_t head) {
  memset(block, 0, sizeof block);
  used = (uint32_t)(head + 7) & ~7u;
}

/* A room whose root holds only this program and /proc, with limits and a filter. */
static void plan_room(struct kt_plan *p, uint64_t id, const char *program, uint32_t flags) {
  char path[KT_PATH];
  size_t n = strlen(group);
  memcpy(path, group, n);
  memcpy(path + n, "/room-", 6);
  format_u64(path + n + 6, id);

  start_block(sizeof *p);
  p->head = (struct kt_request){KT_MAGIC, KT_VERSION, KT_CREATE, 0, id, 0, 0};
  p->flags = KT_ZYGOTE_SOURCES | KT_PROC | flags;
  p->outer_ns = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC;
  p->inner_ns = CLONE_NEWNET;
  p->payload_cgroup_ns = CLONE_NEWCGROUP;
  p->cpus = 1;
  p->oom_group = KT_NONE;
  p->uid_map = p->gid_map = text("0 1879048192 65536");
  p->locked_uid_map = p->locked_gid_map = p->oom_score_adj = text("");
  p->hostname = text("room");
  p->root_kind = KT_ROOT_TMPFS;
  p->root_options = append("mode=755", 9);

  uint32_t read_only = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
  struct kt_source source = {text(program), program == self ? KT_SOURCE_PASSED : 0, read_only};
  p->sources = table(&source, sizeof source, 1);
  struct kt_mount mounts[2] = {
      {.kind = KT_MOUNT_BIND,
       .flags = KT_MAKE_FILE,
       .target = text("/program"),
       .text = text("")},
      {.kind = KT_MOUNT_FS,
       .flags = KT_MAKE_DIRECTORY,
       .target = text("/proc"),
       .text = text("proc"),
       .attributes = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC}};
  p->mounts = table(mounts, sizeof *mounts, 2);

  struct kt_group made = {text(path), KT_GROUP_V2, KT_GROUP_BORN, KT_NONE, 0};
  p->groups = table(&made, sizeof made, 1);
  struct kt_write writes[2] = {{0, 0, text("memory.max"), text("16777216")},
                               {0, 0, text("pids.max"), text("4")}};
  p->writes = table(writes, sizeof *writes, 2);
  struct kt_counter kills = {0, 0, text("memory.events"), text("oom_kill"), 1, KT_FIRST};
  p->counters = table(&kills, sizeof kills, 1);

  struct { uint16_t code; uint8_t yes, no; uint32_t k; } filter[] = {
      {0x20, 0, 0, 4}, /* the architecture */
      {0x15, 0, 3, (uint32_t)THIS_ARCH},
      {0x20, 0, 0, 0}, /* the system call number */
      {0x15, 0, 1, NR_umask},
      {0x06, 0, 0, 0x00050000 | REFUSED}, /* SECCOMP_RET_ERRNO */
      {0x06, 0, 0, 0x7fff0000}, /* SECCOMP_RET_ALLOW */
  };
  if (p->flags & KT_NOTIFY) filter[4].k = 0x7fc00000; /* SECCOMP_RET_USER_NOTIF */
  p->filter = append(filter, sizeof filter);
}

/* ---- the JVM's side of the socket ---- */

/* Returns the next report about the room, or one of kind 0 if none comes. */
static struct kt_report next_report(uint64_t id) {
  struct kt_report report;
  struct received in;
  struct pollfd poll = {control, POLLIN, 0};
  struct timespec timeout = {30, 0};
  memset(&report, 0, sizeof report);
  if (SYS(ppoll, &poll, 1, &timeout, 0, 8) != 1) return report;
  int got = message_receive(control, &report, sizeof report, &in, 0);
  if (got == 0) close_all(in.fds, in.count);
  bool valid = got >= 0 && in.size == sizeof report && report.magic == KT_MAGIC &&
               report.version == KT_VERSION && report.room == id;
  if (!valid) memset(&report, 0, sizeof report);
  return report;
}

/* Requests the planned room and sends the command for it. */
static void request_for(const char *action, uint64_t wall_ns) {
  int pair[2], standard[3] = {0, 1, 2};
  struct kt_plan *p = (void *)block;
  const struct kt_source *source = (const void *)(block + p->sources.off);
  p->head.size = used;
  SYS(socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair);
  int sent[2] = {pair[1], own_program};
  message_send(control, block, used, sent, source->flags & KT_SOURCE_PASSED ? 2 : 1, 0);

  struct kt_command *c = (void *)block;
  start_block(sizeof *c);
  struct kt_span argv[3] = {text("/program"), text("in"), text(action)};
  c->magic = KT_MAGIC;
  c->version = KT_VERSION;
  c->times.wall_ns = wall_ns;
  c->argv = table(argv, sizeof *argv, 3);
  c->programs = table(argv, sizeof *argv, 1);
  c->directory = text("/");
  c->size = used;
  message_send(pair[0], block, used, standard, 3, 0);
  close_all(pair, 2);
}

static void request(const char *action) {
  request_for(action, 60000000000ULL);
}

static struct kt_report run(uint64_t id, const char *action) {
  request(action);
  struct kt_report report = next_report(id);
  return report.kind == KT_STARTED ? next_report(id) : report;
}

static void rooms(void) {
  struct kt_plan *p = (void *)block;

  plan_room(p, 1, self, 0);
  request("check");
  struct kt_report report = next_report(1);
  expect(report.kind == KT_STARTED && report.pid > 1, "a program is started");
  report = next_report(1);
  bool exited = report.kind == KT_EXITED;
  bool confined = exited && report.code == CLD_EXITED && report.status == CONFINED;
  expect(confined, "it is confined in every respect");
  if (!confined) {
    char number[24];
    format_u64(number, (uint64_t)(exited ? report.status : (int)report.step * 1000 + report.err));
    put("  # ");
    put(number);
    put("\n");
  }
  expect(report.cause == KT_BY_ITSELF && report.wall_ns > 0 && report.counters == 1,
         "the report has time and counter");

  plan_room(p, 2, self, 0);
  report = run(2, "memory");
  exited = report.kind == KT_EXITED;
  expect(exited && report.code == CLD_KILLED && report.status == SIGKILL && report.counter[0] > 0,
         "the memory limit holds, and the kill is counted");

  plan_room(p, 3, self, 0);
  request_for("sleep", 300000000);
  report = next_report(3);
  if (report.kind == KT_STARTED) report = next_report(3);
  exited = report.kind == KT_EXITED;
  expect(exited && report.cause == KT_BY_WALL && report.wall_ns >= 300000000,
         "the wall time limit ends a sleeping program");

  plan_room(p, 4, self, 0);
  p->flags |= 1u << 20;
  report = run(4, "check");
  expect(report.kind == KT_FAILED && report.step == STEP_REQUEST && report.err == EBADMSG,
         "an unknown flag is refused");

  plan_room(p, 5, "/usr/no/such/program", 0);
  report = run(5, "check");
  expect(report.kind == KT_FAILED && report.step == STEP_SOURCE && report.err == ENOENT,
         "a missing mount source is reported");

  plan_room(p, 7, "/home/program", 0);
  report = run(7, "check");
  expect(report.kind == KT_FAILED && report.step == STEP_REQUEST && report.err == EBADMSG,
         "a source of the caller's is not looked up");

  for (uint64_t id = 10; id < 30; id++) {
    plan_room(p, id, self, KT_NOTIFY);
    report = run(id, "umask");
    exited = report.kind == KT_EXITED;
    if (!exited || report.cause != KT_BY_SYSCALL || report.syscall != NR_umask) break;
  }
  expect(report.room == 29 && report.cause == KT_BY_SYSCALL, "each fatal system call is reported");

  plan_room(p, 6, self, 0);
  request("sleep");
  report = next_report(6);
  expect(report.kind == KT_STARTED, "a room is left running");
}

static int drive(const char *helper) {
  int pair[2];
  struct siginfo info = {0};
  const char *const argv[] = {"kotha-helper", 0}, *const env[] = {0};
  struct clone_args args = {.exit_signal = SIGCHLD};
  SYS(socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair);
  long child = SYS(clone3, &args, sizeof args);
  if (child == 0) {
    SYS(dup3, pair[1], 40, 0); /* by way of 40: dup3 refuses equal numbers */
    SYS(dup3, 40, 3, 0);
    SYS(execve, helper, argv, env);
    sys_exit(127);
  }
  sys_close(pair[1]);
  control = pair[0];
  struct kt_report hello = next_report(0);
  expect(hello.kind == KT_HELLO && hello.pid == child, "the helper says hello");
  if (hello.kind == KT_HELLO) rooms();
  if (bad) SYS(kill, child, SIGKILL); /* it may hang */

  sys_close(control);
  SYS(waitid, P_PID, child, &info, WEXITED, 0);
  expect(info.code == CLD_EXITED && info.status == 0, "the helper ends with its caller");
  char path[KT_PATH];
  size_t n = strlen(group);
  memcpy(path, group, n);
  memcpy(path + n, "/room-6", 8);
  expect(SYS(openat, AT_FDCWD, path, O_PATH, 0) == -ENOENT, "it leaves no cgroup");
  return bad;
}

NORETURN void kt_start(const long *stack);
KT_START;
NORETURN void kt_start(const long *stack) {
  const char *const *argv = (const void *)(stack + 1);
  if (stack[0] != 3) sys_exit(2);
  if (argv[1][0] != '/') sys_exit(program_main(argv[2]));
  self = argv[0];
  group = argv[2];
  own_program = (int)SYS(openat, AT_FDCWD, self, O_PATH | O_CLOEXEC, 0);
  sys_exit(drive(argv[1]));
}
