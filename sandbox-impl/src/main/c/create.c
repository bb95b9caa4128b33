/* Building a room, the zygote's half: groups, mount sources, init, id maps. */
#include "build.h"
#include "zygote.h"

enum { FIRST_HELD = 512 };

static long write_proc(int pid, const char *file, const char *text, size_t length) {
  char path[64] = "/proc/";
  struct statfs fs;
  size_t n = 6 + format_u64(path + 6, (uint64_t)pid);
  path[n++] = '/';
  memcpy(path + n, file, strlen(file) + 1);
  long fd = SYS(openat, AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);
  if (fd < 0) return fd;
  long r = SYS(fstatfs, fd, &fs);
  if (r >= 0) r = fs.type == PROC_SUPER_MAGIC ? SYS(write, fd, text, length) : -EINVAL;
  sys_close((int)fd);
  return r;
}

/* newuidmap or newgidmap of the distribution, for ranges of an ordinary user. */
static long run_helper(const struct kt_plan *plan, struct kt_table table, int pid) {
  const char *argv[66];
  char number[24];
  const char *const env[] = {0};
  const struct kt_span *words = TABLE_OF(struct kt_span, plan, table);
  struct clone_args args = {.flags = CLONE_FILES, .exit_signal = SIGCHLD};
  size_t n = 0;
  format_u64(number, (uint64_t)pid);
  for (uint32_t i = 0; i < table.count; i++) {
    argv[n++] = text_of(plan, words[i]);
    if (i == 0) argv[n++] = number;
  }
  argv[n] = 0;
  long child = SYS(clone3, &args, sizeof args);
  if (child < 0) return child;
  if (child == 0) {
    if (SYS(close_range, 3, ~0u, CLOSE_RANGE_UNSHARE) < 0) sys_exit(126);
    SYS(execve, argv[0], argv, env);
    sys_exit(127);
  }
  struct siginfo info;
  long r;
  do r = SYS(waitid, P_PID, child, &info, WEXITED, 0);
  while (r == -EINTR);
  if (r < 0) return r;
  return info.code == CLD_EXITED && info.status == 0 ? 0 : info.status == 127 ? -ENOENT : -EPERM;
}

static bool mapped(struct room *r, const struct kt_plan *p, uint32_t item, long done) {
  done = injected(p, STEP_ID_MAP, item, done);
  return done >= 0 || room_failed(r, STEP_ID_MAP, item, done);
}

static bool map_ids(struct room *r, const struct kt_plan *p) {
  int pid = r->init_pid;
  if (!(p->outer_ns & (uint32_t)CLONE_NEWUSER)) return true;
  return mapped(r, p, 3, p->uid_helper.count ? run_helper(p, p->uid_helper, pid) : 0) &&
         mapped(r, p, 4, p->gid_helper.count ? run_helper(p, p->gid_helper, pid) : 0) &&
         mapped(r, p, 0, p->flags & KT_DENY_SETGROUPS ? write_proc(pid, "setgroups", "deny", 4) : 0) &&
         mapped(r, p, 1, p->uid_map.len ? write_proc(pid, "uid_map", text_of(p, p->uid_map), p->uid_map.len) : 0) &&
         mapped(r, p, 2, p->gid_map.len ? write_proc(pid, "gid_map", text_of(p, p->gid_map), p->gid_map.len) : 0);
}

static long open_userns(int pid) {
  char path[64] = "/proc/";
  size_t n = 6 + format_u64(path + 6, (uint64_t)pid);
  memcpy(path + n, "/ns/user", 9);
  return SYS(openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
}

/* Mount sources that must keep the owners the host gives them get the room's user namespace. */
static bool idmap_trees(struct room *r, const struct build *b) {
  const struct kt_plan *p = b->plan;
  const struct kt_tree *trees = TABLE_OF(struct kt_tree, p, p->trees);
  for (uint32_t i = 0; i < p->trees.count; i++) {
    if (!(trees[i].flags & KT_TREE_IDMAP)) continue;
    long ns = open_userns(r->init_pid);
    if (ns < 0) return room_failed(r, STEP_IDMAP_MOUNT, i, ns);
    struct mount_attr attributes = {MOUNT_ATTR_IDMAP, 0, 0, (uint64_t)ns};
    unsigned flags = AT_EMPTY_PATH | (trees[i].flags & KT_TREE_RECURSIVE ? AT_RECURSIVE : 0);
    long set = SYS(mount_setattr, b->tree[i], "", flags, &attributes, sizeof attributes);
    sys_close((int)ns);
    if ((set = injected(p, STEP_IDMAP_MOUNT, i, set)) < 0) return room_failed(r, STEP_IDMAP_MOUNT, i, set);
  }
  return true;
}

static void lend(struct room *r, int fd) {
  if (fd >= 0) r->lent[r->lent_count++] = fd;
}

void room_unlend(struct room *r) {
  close_all(r->lent, (size_t)r->lent_count);
  r->lent_count = 0;
}

int fd_hold(int fd) {
  long held = fd < 0 ? fd : SYS(fcntl, fd, F_DUPFD_CLOEXEC, FIRST_HELD);
  if (held < 0) return fd; /* as good, but for the time it takes */
  sys_close(fd);
  return (int)held;
}

static bool open_sources(struct room *r, struct build *b) {
  const struct kt_plan *p = b->plan;
  for (uint32_t i = 0; p->flags & KT_ZYGOTE_TREES && i < p->trees.count; i++) {
    long tree = injected(p, STEP_SOURCE, i, tree_open(p, i));
    if (tree < 0) return room_failed(r, STEP_SOURCE, i, tree);
    lend(r, b->tree[i] = (int)tree);
  }
  return true;
}

/* A word to init, which waits for it without a limit: it must get it, unless it is dead. */
static bool tell_init(struct room *r, uint32_t item, const int *fds, size_t count) {
  int sent = message_send(r->life, "", 1, fds, count, 0);
  return sent >= 0 || sent == -EPIPE || sent == -ECONNRESET || room_failed(r, STEP_FORK, item, sent);
}

/* Makes the groups while init makes the network namespace, which takes as long, and hands them over. */
static bool hand_groups(struct room *r, const struct kt_plan *p) {
  const struct kt_group *groups = TABLE_OF(struct kt_group, p, p->groups);
  int entry[KT_MAX_GROUPS];
  uint32_t count = 0;
  bool made = groups_make(r, p);
  for (; made && count < p->groups.count; count += made) {
    long fd = group_entry(&r->groups[count], is_born_inside(p, &groups[count]));
    made = fd >= 0 || room_failed(r, STEP_CGROUP, count, fd);
    entry[count] = (int)fd;
  }
  r->end.moments[KT_GROUPED] = monotonic_ns();
  made = made && tell_init(r, 5, entry, count);
  close_all(entry, count);
  return made;
}

/*
 * Init begins with the zygote's own descriptors, shared, and takes a copy of the lowest: to copy those of
 * a thousand rooms, and close them one by one, would take longer than all else. Until it has done so,
 * what it is lent must stay open here.
 */
static bool start_init(struct room *r, struct build *b) {
  struct clone_args args = {.flags = b->plan->outer_ns | CLONE_PIDFD | CLONE_FILES, .exit_signal = SIGCHLD};
  int life[2], status[2], pidfd = -1, yes = 1;
  args.pidfd = (uintptr_t)&pidfd;
  long made = SYS(socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, life);
  if (made < 0) return room_failed(r, STEP_CLONE, 1, made);
  r->life = fd_hold(life[0]);
  lend(r, b->life = life[1]);
  made = SYS(socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, status);
  if (made < 0) return room_failed(r, STEP_CLONE, 1, made);
  r->status = fd_hold(status[0]);
  lend(r, b->status = status[1]);
  SYS(setsockopt, r->status, SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes);
  long pid = injected(b->plan, STEP_CLONE, 0, 0);
  if (pid == 0) pid = SYS(clone3, &args, sizeof args);
  if (pid < 0) return room_failed(r, STEP_CLONE, 0, pid);
  if (pid == 0) init_main(b);
  r->init = fd_hold(pidfd);
  r->init_pid = (int)pid;
  return true;
}

/* Needed when init asks for them, by which time the plan is gone. */
static void keep_locked_maps(struct room *r, const struct kt_plan *p) {
  memcpy(r->locked_uid_map, text_of(p, p->locked_uid_map), p->locked_uid_map.len + 1);
  memcpy(r->locked_gid_map, text_of(p, p->locked_gid_map), p->locked_gid_map.len + 1);
}

/* The kernel takes a map only from the namespace itself or from its parent: a child goes there. */
static long write_locked_maps(const struct room *r) {
  struct clone_args args = {.exit_signal = SIGCHLD};
  char uid_map[KT_MAP], gid_map[KT_MAP];
  size_t uids = strlen(r->locked_uid_map), gids = strlen(r->locked_gid_map);
  int userns = r->userns, pid = r->init_pid;
  memcpy(uid_map, r->locked_uid_map, KT_MAP); /* the table of rooms is wiped in a fork */
  memcpy(gid_map, r->locked_gid_map, KT_MAP);
  struct siginfo info;
  if (!uids && !gids) return 0;
  long child = SYS(clone3, &args, sizeof args);
  if (child < 0) return child;
  if (child == 0) {
    long done = SYS(setns, userns, CLONE_NEWUSER);
    if (done >= 0) done = write_proc(pid, "uid_map", uid_map, uids);
    if (done >= 0) done = write_proc(pid, "gid_map", gid_map, gids);
    sys_exit(done < 0 ? (int)-done : 0);
  }
  long waited;
  do waited = SYS(waitid, P_PID, child, &info, WEXITED, 0);
  while (waited == -EINTR);
  if (waited < 0) return waited;
  return info.code == CLD_EXITED ? -info.status : -EIO;
}

/* Maps init's second user namespace and tells it to go on. */
void room_lock(struct room *r) {
  long done = write_locked_maps(r);
  if (done >= 0 && tell_init(r, 8, 0, 0)) return;
  if (done < 0) room_failed(r, STEP_LOCK, 2, done);
  room_kill(r, KT_BY_REQUEST);
}

void room_create(struct room *r, const struct kt_plan *p, int command_fd) {
  struct build b = {.plan = p, .life = -1, .status = -1, .command = command_fd, .zygote = zygote_pidfd,
                    .stands = {-1, -1}, .domain = -1, .proc = -1};
  for (size_t i = 0; i < KT_MAX_GROUPS; i++) b.group[i] = -1;
  for (size_t i = 0; i < KT_MAX_TREES; i++) b.tree[i] = -1;

  r->cpus = p->cpus;
  r->flags = p->flags;
  keep_locked_maps(r, p);
  lend(r, command_fd);
  r->has_pid_ns = p->outer_ns & (uint32_t)CLONE_NEWPID;

  r->end.moments[KT_REQUESTED] = monotonic_ns();
  if (open_sources(r, &b) && start_init(r, &b)) {
    r->end.moments[KT_CLONED] = monotonic_ns();
    watch_descriptor(r, r->life, WATCH_LIFE);
    watch_descriptor(r, r->status, WATCH_STATUS);
    watch_descriptor(r, r->init, WATCH_INIT);
    /* An init that fails before its ids are mapped reports it; one that is told to go on is set. */
    bool ready = map_ids(r, p) && idmap_trees(r, &b);
    if (ready && p->flags & KT_LOCK) {
      r->userns = fd_hold((int)open_userns(r->init_pid));
      if (r->userns < 0) ready = room_failed(r, STEP_LOCK, 5, r->userns);
    }
    if (ready && p->oom_score_adj.len) {
      long raised = write_proc(r->init_pid, "oom_score_adj", text_of(p, p->oom_score_adj), p->oom_score_adj.len);
      if (raised < 0) ready = room_failed(r, STEP_INIT, 12, raised);
    }
    r->end.moments[KT_MAPPED] = monotonic_ns();
    if (!ready || !tell_init(r, 7, 0, 0) || !hand_groups(r, p)) room_kill(r, KT_BY_REQUEST);
  } else {
    close_all((int[]){r->life, r->status, r->oom}, 3);
    r->life = r->status = r->oom = -1;
    room_unlend(r);
    r->state = ROOM_ENDED;
    r->unsent = UNSENT_END;
  }
}

