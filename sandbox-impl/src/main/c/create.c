#include "create.h"
#include "domain.h"
#include "failure.h"
#include "fds.h"
#include "groups.h"
#include "guests.h"
#include "idmap.h"
#include "init.h"
#include "join.h"
#include "kill.h"
#include "message.h"
#include "proc.h"
#include "sources.h"
#include "watch.h"

static void share(struct room *r, int fd) {
  if (fd >= 0) r->shared[r->shared_count++] = fd;
}

void room_close_shared(struct room *r) {
  close_all(r->shared, (size_t)r->shared_count);
  r->shared_count = 0;
}

static bool open_sources(struct room *r, struct build *b, const int *passed) {
  const struct kt_plan *p = b->plan;
  const struct kt_source *sources = TABLE_OF(struct kt_source, p, p->sources);
  for (uint32_t i = 0; p->flags & KT_ZYGOTE_SOURCES && i < p->sources.count; i++) {
    long source = source_open(p, i, sources[i].flags & KT_SOURCE_PASSED ? *passed++ : -1);
    share(r, b->source[i] = (int)source);
    if (!succeeded(r, p, STEP_SOURCE, i, source)) return false;
  }
  return true;
}

/* Makes a socket pair to init or payload: the zygote's end, and the other one. */
static bool connect(struct room *r, const struct kt_plan *p, int *own, int *other) {
  int pair[2] = {-1, -1};
  long made = SYS(socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair);
  *own = fd_move_up(pair[0]);
  share(r, *other = pair[1]);
  return succeeded(r, p, STEP_CLONE, 1, made);
}

/* Before there is a process, because a room that cannot be watched must not run. */
static bool watch_sockets(struct room *r, const struct kt_plan *p) {
  return succeeded(r, p, STEP_WATCH, 0, watch_add(r, r->life, WATCH_LIFE)) &&
         succeeded(r, p, STEP_WATCH, 1, watch_add(r, r->status, WATCH_STATUS));
}

static bool open_sockets(struct room *r, struct build *b) {
  int yes = 1;
  if (!connect(r, b->plan, &r->life, &b->life)) return false;
  if (!connect(r, b->plan, &r->status, &b->status)) return false;
  long identified = SYS(setsockopt, r->status, SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes);
  return succeeded(r, b->plan, STEP_CLONE, 2, identified) && watch_sockets(r, b->plan);
}

/*
 * Init starts with the zygote's own descriptor table, shared, and unshares its low part: copying
 * the descriptors of a thousand rooms, to close them one by one, would take longer than everything
 * else. Until init has done so, what is meant for it must stay open here.
 */
static bool start_init(struct room *r, struct build *b) {
  struct clone_args args = {.flags = b->plan->outer_ns | CLONE_PIDFD | CLONE_FILES};
  int pidfd = -1;
  args.pidfd = (uintptr_t)&pidfd;
  if (!open_sockets(r, b)) return false;
  long pid = injected(b->plan, STEP_CLONE, 0, 0); /* before there is a process */
  if (pid == 0) pid = SYS(clone3, &args, sizeof args);
  if (pid < 0) return room_failed(r, STEP_CLONE, 0, pid);
  if (pid == 0) init_main(b);
  r->init = fd_move_up(pidfd);
  r->init_pid = (int)pid;
  return true;
}

/* Sends init a message that it waits for without a timeout. A dead init is not an error here. The
 * few messages of one room always fit the socket. */
static long send_to_init(const struct room *r, const int *fds, size_t count) {
  long sent = message_send(r->life, "", 1, fds, count, MSG_DONTWAIT);
  return sent == -EPIPE || sent == -ECONNRESET ? 0 : sent;
}

static bool set_oom_score(struct room *r, const struct kt_plan *p) {
  char path[64];
  const struct kt_span score = p->oom_score_adj;
  if (!score.len) return true;
  proc_path(path, r->init_pid, "oom_score_adj");
  long set = proc_write(AT_FDCWD, path, 0, text_of(p, score), score.len);
  return succeeded(r, p, STEP_INIT, 12, set);
}

static bool release_init(struct room *r, const struct kt_plan *p) {
  r->end.moments[KT_MAPPED] = monotonic_ns();
  return succeeded(r, p, STEP_FORK, 7, send_to_init(r, 0, 0));
}

static bool add_entry(struct room *r, uint32_t item, long fd) {
  if (fd < 0) return room_failed(r, STEP_CGROUP, item, fd);
  r->entry[r->entry_count++] = (int)fd;
  return true;
}

/* The keeper enters the room's groups and leaves them again: see keeper_enter_groups. */
static bool open_exits(struct room *r) {
  for (uint32_t i = 0; i < r->group_count; i++) {
    const struct group *g = &r->groups[i];
    bool v2 = g->kind == KT_GROUP_V2;
    if (v2 && !(g->flags & KT_GROUP_LEFT)) continue;
    if (!add_entry(r, i, group_exit(g))) return false;
    if (v2 && !add_entry(r, i, group_controllers(g))) return false;
  }
  return true;
}

/* Opens what init and the payload need of the groups. */
static bool open_groups(struct room *r, const struct kt_plan *p) {
  bool made = groups_make(r, p);
  for (uint32_t i = 0; made && i < r->group_count; i++)
    made = add_entry(r, i, group_entry(&r->groups[i], r->groups[i].flags & KT_GROUP_BORN));
  if (made && r->flags & KT_LIVING) made = open_exits(r);
  /* With a pid namespace, the kernel kills every process of the room when init dies. */
  if (made && !r->has_pid_ns && !r->hosted) {
    uint32_t count = r->group_count;
    made = add_entry(r, count, group_killer(r)) && succeeded(r, p, STEP_CGROUP, count, 0);
  }
  r->end.moments[KT_GROUPED] = monotonic_ns();
  return made;
}

static bool hand_over_groups(struct room *r) {
  long sent = send_to_init(r, r->entry, r->entry_count);
  close_all(r->entry, r->entry_count);
  r->entry_count = 0;
  return sent >= 0 || room_failed(r, STEP_FORK, 5, sent);
}

static bool watch_init(struct room *r, const struct kt_plan *p) {
  r->end.moments[KT_CLONED] = monotonic_ns();
  r->unwatched = !succeeded(r, p, STEP_WATCH, 2, watch_add(r, r->init, WATCH_INIT));
  return !r->unwatched;
}

/* The failure is in r->end; without init there is nobody to report a better one. */
static void give_up(struct room *r) {
  watch_close(&r->life);
  watch_close(&r->status);
  watch_close(&r->oom); /* the removal of its group is an event, of which nobody would hear */
  room_close_shared(r);
  r->state = ROOM_ENDED;
  r->unsent = UNSENT_END;
}

void room_lock(struct room *r) {
  long done = idmap_write_locked(r);
  if (done < 0) room_failed(r, STEP_LOCK, 2, done);
  if (done >= 0 && (done = send_to_init(r, 0, 0)) < 0) room_failed(r, STEP_FORK, 8, done);
  if (done < 0) room_kill(r, KT_BY_REQUEST);
}

void room_mapped(struct room *r) {
  if (!release_init(r, 0) || !hand_over_groups(r)) room_kill(r, KT_BY_REQUEST);
}

void room_create(struct room *r, const struct kt_plan *p, struct room *host, int command_fd,
                 const int *passed, int zygote_pidfd) {
  struct build b = {.plan = p, .life = -1, .status = -1, .command = command_fd,
                    .zygote = zygote_pidfd, .built = {-1, -1}, .killer = -1, .domain = -1,
                    .controllers = -1, .own_ns = -1,
                    .host = -1, .host_userns = -1, .host_timens = -1,
                    .proc = -1, .payload_pidfd = -1, .root = -1, .mount_ns = -1};
  for (size_t i = 0; i < KT_MAX_GROUPS; i++) b.group[i] = b.leave[i] = -1;
  for (size_t i = 0; i < KT_MAX_SOURCES; i++) b.source[i] = -1;
  r->cpus = p->cpus;
  r->flags = p->flags;
  r->has_pid_ns = p->outer_ns & (uint32_t)CLONE_NEWPID;
  r->namespaces = p->outer_ns | p->inner_ns | p->locked_ns;
  r->capabilities = p->capabilities;
  r->lends_domain = domain_is_requested(p) && !(p->flags & (KT_JOINS | KT_LIVING));
  share(r, command_fd);

  r->end.moments[KT_REQUESTED] = monotonic_ns();
  bool opened =
      p->flags & KT_JOINS ? join_open(r, &b, host, passed) : open_sources(r, &b, passed);
  if (!opened || !start_init(r, &b)) {
    give_up(r);
    return;
  }
  if (host) guest_add(host, r);
  /* Only the zygote can do these, and init waits for them. The groups are made last, after init
   * has been released, because init makes its network namespace meanwhile, which takes as long. */
  bool built = watch_init(r, p) && idmap_write(r, p) && idmap_sources(r, &b) &&
               idmap_keep_locked(r, p) && set_oom_score(r, p);
  /* Init tells its messages apart by their order: a mapper's room gets its own later. */
  if (r->mapper < 0) built = built && release_init(r, p);
  built = built && open_groups(r, p);
  if (r->mapper < 0) built = built && hand_over_groups(r);
  if (!built) room_kill(r, KT_BY_REQUEST);
}

bool room_is_open(const struct room *host) {
  bool built = host->end.moments[KT_FORKED];
  return host->state == ROOM_LIVE && host->flags & KT_LIVING && built && host->life >= 0 &&
         !host->killed;
}

void room_create_in(struct room *r, const struct kt_plan *p, const struct room *host,
                    int command_fd) {
  const struct kt_group *groups = TABLE_OF(struct kt_group, p, p->groups);
  struct build b = {.plan = p};
  int fds[3 + KT_MAX_GROUPS];
  char born = 0; /* the number of the group to be born in, from 1 */
  r->hosted = true;
  r->cpus = p->cpus;
  r->flags = host->flags & ~(uint32_t)KT_LIVING;
  share(r, command_fd);
  r->end.moments[KT_REQUESTED] = monotonic_ns();
  bool opened = open_sockets(r, &b) && open_groups(r, p);
  fds[0] = b.life;
  fds[1] = b.status;
  fds[2] = command_fd;
  memcpy(fds + 3, r->entry, r->entry_count * sizeof(int));
  for (uint32_t i = 0; i < r->entry_count; i++)
    if (groups[i].flags & KT_GROUP_BORN) born = (char)(i + 1);
  /* The keeper reads at once, unless it is stopped. */
  size_t count = 3 + r->entry_count;
  long sent = opened ? message_send(host->life, &born, 1, fds, count, MSG_DONTWAIT) : 0;
  close_all(r->entry, r->entry_count);
  r->entry_count = 0;
  if (!opened || !succeeded(r, p, STEP_FORK, 9, sent)) give_up(r);
  else room_close_shared(r);
}
