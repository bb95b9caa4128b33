#include "idmap.h"
#include "failure.h"
#include "fds.h"
#include "proc.h"
#include "watch.h"

/* A bit of the mapper's exit status; the lower ones are the errno. */
enum { GID_HELPER_FAILED = 64 };

static long write_pid(int pid, const char *file, const char *text, size_t length) {
  char path[64];
  proc_path(path, pid, file);
  return proc_write(AT_FDCWD, path, 0, text, length);
}

static long open_userns(int pid) {
  char path[64];
  proc_path(path, pid, "ns/user");
  return SYS(openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
}

/* Waits for a child. Returns 0 or -errno. */
static long wait_for(long child, struct siginfo *info) {
  long r;
  do r = SYS(waitid, P_PID, child, info, WEXITED | WALL, 0);
  while (r == -EINTR);
  return r;
}

/* Runs the distribution's newuidmap or newgidmap, which can map an ordinary user's id ranges. */
static long run_helper(const struct kt_plan *p, struct kt_table table, int pid) {
  const char *argv[66];
  char pid_text[24];
  const char *const env[] = {0};
  const struct kt_span *strings = TABLE_OF(struct kt_span, p, table);
  struct clone_args args = {.flags = CLONE_FILES, .exit_signal = SIGCHLD};
  struct siginfo info;
  size_t n = 0;
  format_u64(pid_text, (uint64_t)pid);
  for (uint32_t i = 0; i < table.count; i++) {
    argv[n++] = text_of(p, strings[i]);
    if (i == 0) argv[n++] = pid_text;
  }
  argv[n] = 0;
  long child = SYS(clone3, &args, sizeof args);
  if (child < 0) return child;
  if (child == 0) {
    if (SYS(close_range, 3, ~0u, CLOSE_RANGE_UNSHARE) < 0) sys_exit(126);
    SYS(execve, argv[0], argv, env);
    sys_exit(127);
  }
  long r = wait_for(child, &info);
  if (r < 0) return r;
  return info.code == CLD_EXITED && info.status == 0 ? 0 : info.status == 127 ? -ENOENT : -EPERM;
}

static long write_map(int pid, const char *file, const struct kt_plan *p, struct kt_span map) {
  return map.len ? write_pid(pid, file, text_of(p, map), map.len) : 0;
}

/* The mapper: runs both helpers. */
NORETURN static void map_by_helpers(const struct kt_plan *p, int pid) {
  /* Before anything can block: a copy of the zygote's sockets would hide its death from the JVM and
   * from every other room. */
  uint64_t none = 0;
  long left = SYS(close_range, 3, ~0u, 0);
  SYS(rt_sigprocmask, SIG_SETMASK, &none, 0, 8);
  if (left >= 0) left = SYS(prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (left < 0) sys_exit((int)-left);
  long done = p->uid_helper.count ? run_helper(p, p->uid_helper, pid) : 0;
  if (done < 0) sys_exit((int)-done);
  done = p->gid_helper.count ? run_helper(p, p->gid_helper, pid) : 0;
  if (done < 0) sys_exit(GID_HELPER_FAILED | (int)-done);
  sys_exit(0);
}

static bool start_mapper(struct room *r, const struct kt_plan *p) {
  int pid = r->init_pid, pidfd = -1; /* the table of rooms is wiped in the child */
  struct clone_args args = {.flags = CLONE_PIDFD, .pidfd = (uintptr_t)&pidfd};
  long child = SYS(clone3, &args, sizeof args);
  if (child < 0) return room_failed(r, STEP_ID_MAP, 3, child);
  if (child == 0) map_by_helpers(p, pid);
  r->mapper = fd_move_up(pidfd);
  if (succeeded(r, p, STEP_WATCH, 5, watch_add(r, r->mapper, WATCH_MAPPER))) return true;
  struct siginfo info;
  SYS(pidfd_send_signal, r->mapper, SIGKILL, 0, 0);
  wait_for(child, &info);
  sys_close(r->mapper);
  r->mapper = -1;
  return false;
}

void idmap_failed(struct room *r, const struct siginfo *mapper) {
  bool exited = mapper->code == CLD_EXITED, gid = exited && mapper->status & GID_HELPER_FAILED;
  uint32_t helper = gid ? 4 : 3;
  int err = exited ? mapper->status & ~GID_HELPER_FAILED : EIO;
  room_failed(r, STEP_ID_MAP, helper, -err);
}

bool idmap_write(struct room *r, const struct kt_plan *p) {
  int pid = r->init_pid;
  bool deny = p->flags & KT_DENY_SETGROUPS;
  if (!(p->outer_ns & (uint32_t)CLONE_NEWUSER)) return true;
  if (!succeeded(r, p, STEP_ID_MAP, 3, 0)) return false;
  if (!succeeded(r, p, STEP_ID_MAP, 4, 0)) return false;
  if (p->uid_helper.count || p->gid_helper.count) return start_mapper(r, p);
  /* Before gid_map, which an ordinary user may write only then: see user_namespaces(7). */
  long done = deny ? write_pid(pid, "setgroups", "deny", 4) : 0;
  if (!succeeded(r, p, STEP_ID_MAP, 0, done)) return false;
  done = write_map(pid, "uid_map", p, p->uid_map);
  if (!succeeded(r, p, STEP_ID_MAP, 1, done)) return false;
  done = write_map(pid, "gid_map", p, p->gid_map);
  return succeeded(r, p, STEP_ID_MAP, 2, done);
}

/* The errors of a file system, or of one mounted below it, that cannot be idmapped. */
static bool has_no_idmap(long err) {
  return err == -EINVAL || err == -EPERM;
}

bool idmap_sources(struct room *r, const struct build *b) {
  const struct kt_plan *p = b->plan;
  const struct kt_source *sources = TABLE_OF(struct kt_source, p, p->sources);
  for (uint32_t i = 0; i < p->sources.count; i++) {
    if (!(sources[i].flags & KT_SOURCE_IDMAP)) continue;
    long ns = open_userns(r->init_pid);
    if (ns < 0) return room_failed(r, STEP_IDMAP_MOUNT, i, ns);
    struct mount_attr attributes = {MOUNT_ATTR_IDMAP, 0, 0, (uint64_t)ns};
    unsigned flags = AT_EMPTY_PATH | (sources[i].flags & KT_SOURCE_RECURSIVE ? AT_RECURSIVE : 0);
    long set = SYS(mount_setattr, b->source[i], "", flags, &attributes, sizeof attributes);
    sys_close((int)ns);
    if (has_no_idmap(set) && sources[i].flags & KT_SOURCE_UNMAPPED) set = 0;
    if (!succeeded(r, p, STEP_IDMAP_MOUNT, i, set)) return false;
  }
  return true;
}

bool idmap_keep_locked(struct room *r, const struct kt_plan *p) {
  memcpy(r->locked_uid_map, text_of(p, p->locked_uid_map), p->locked_uid_map.len + 1);
  memcpy(r->locked_gid_map, text_of(p, p->locked_gid_map), p->locked_gid_map.len + 1);
  if (!(p->flags & KT_LOCK)) return true;
  r->userns = fd_move_up((int)open_userns(r->init_pid));
  return succeeded(r, p, STEP_LOCK, 5, r->userns);
}

/* Only the namespace itself or its parent may write the maps, so a child enters the parent. */
long idmap_write_locked(const struct room *r) {
  struct clone_args args = {0};
  char uid_map[KT_MAP], gid_map[KT_MAP];
  size_t uids = strlen(r->locked_uid_map), gids = strlen(r->locked_gid_map);
  int userns = r->userns, pid = r->init_pid;
  memcpy(uid_map, r->locked_uid_map, KT_MAP); /* the table of rooms is wiped in the child */
  memcpy(gid_map, r->locked_gid_map, KT_MAP);
  struct siginfo info;
  if (!uids && !gids) return 0;
  long child = SYS(clone3, &args, sizeof args);
  if (child < 0) return child;
  if (child == 0) {
    long done = SYS(setns, userns, CLONE_NEWUSER);
    if (done >= 0) done = write_pid(pid, "uid_map", uid_map, uids);
    if (done >= 0) done = write_pid(pid, "gid_map", gid_map, gids);
    sys_exit(done < 0 ? (int)-done : 0);
  }
  long waited = wait_for(child, &info);
  if (waited < 0) return waited;
  return info.code == CLD_EXITED ? -info.status : -EIO;
}
