/*
 * Kotha's helper.
 *
 * Theory of operation. The JVM starts one zygote and talks to it over a SEQPACKET socket,
 * descriptor 3. For each room the zygote makes cgroups, opens the mount sources, and clones an init
 * in new namespaces. Init builds the room's file tree and forks the payload. The payload confines
 * itself, receives its command from the JVM over a socket of the room's own, and executes it.
 *
 *   process  where                      ids and privileges           sockets
 *   zygote   outside every room         the JVM's: root if it is     control, to the JVM;
 *            (keeps clocks, reads                                    life and status, to each room
 *            counters, kills, reports)
 *   init     PID 1 of its room          root of the room until it    life, to the zygote;
 *            (builds, reaps; its death  is built, then no privilege  built, to the payload
 *            ends the room)
 *   payload  PID 2 of its room         the user's choice, with the  status, to the zygote, until
 *            (runs the program)         kept capabilities            execve; command, to the JVM
 *
 * Init of a room that lives is its keeper: it keeps what it needs to fork payloads (keeper.c).
 *
 * With a user namespace, root of the room is an unprivileged id of the host. The zygote believes
 * nothing that the program can influence: it judges by pidfds, cgroup counters and its own clocks.
 *
 * Processes notice each other's death by sockets and pidfds, never by signals. EOF of the control
 * socket ends every room and then the zygote; every init watches a pidfd of the zygote.
 */
#include "zygote.h"
#include "adopt.h"
#include "clock.h"
#include "create.h"
#include "detach.h"
#include "events.h"
#include "failure.h"
#include "fds.h"
#include "groups.h"
#include "guests.h"
#include "join.h"
#include "kill.h"
#include "message.h"
#include "refusals.h"
#include "reports.h"
#include "sources.h"
#include "watch.h"

enum { MAX_LEAVES = 64, RETRY_NS = 1000000, MAX_REMOVALS = 10000 };
enum { KEEPER_NS = 1000000000 }; /* in which a keeper reports a program that was killed */
static const uint64_t NEVER = ~0ULL;

/* The part of a room that each turn of the loop reads. It is apart from struct room, which is
 * kilobytes: of a thousand rooms hardly one has anything to do. */
struct slot {
  uint64_t id; /* 0: free */
  uint64_t due; /* when to look at the room unless an event comes first; 0: in this turn */
};

static struct {
  struct slot slots[KT_MAX_ROOMS];
  struct room rooms[KT_MAX_ROOMS];
} table __attribute__((aligned(4096)));
static uint32_t room_top; /* all slots from here on are free */
static uint32_t live_count; /* slots that are not free */
static char leaves[MAX_LEAVES][KT_PATH]; /* directories to remove when the JVM is gone */
static uint32_t leave_count;
static _Alignas(8) char buffer[KT_MAX_MESSAGE];
static int own_pidfd = -1; /* every init watches it */
static bool leaving; /* the JVM is gone */

/* ---- rooms ---- */

/* Returns a room, and has the loop look at it in this turn. */
static struct room *room_touch(uint32_t index) {
  table.slots[index].due = 0;
  return &table.rooms[index];
}

static struct room *room_find(uint64_t id) {
  for (uint32_t i = 0; i < room_top; i++)
    if (id && table.slots[i].id == id) return room_touch(i);
  return 0;
}

static struct room *room_new(uint64_t id) {
  for (uint32_t i = 0; i < KT_MAX_ROOMS; i++) {
    if (table.slots[i].id) continue;
    table.slots[i].id = id;
    struct room *r = room_touch(i);
    memset(r, 0, sizeof *r);
    r->state = ROOM_LIVE;
    r->index = i;
    r->id = r->started.room = r->end.room = id;
    r->init = r->life = r->status = r->payload = r->listener = r->userns = r->oom = r->mapper = -1;
    r->domain = -1;
    if (i >= room_top) room_top = i + 1;
    live_count++;
    return r;
  }
  return 0;
}

/* Frees an ended room when nothing of it is left. */
static void room_finish(struct room *r) {
  if (r->state != ROOM_ENDED) return;
  reports_send(r);
  /* After that many attempts, the sweep of a later JVM removes the groups. */
  bool gone = groups_remove(r) || ++r->removals > MAX_REMOVALS;
  if (!gone || r->unsent || r->mapper >= 0) return;
  close_all(r->handed, (size_t)r->handed_count);
  guests_forget(r);
  r->state = ROOM_FREE;
  table.slots[r->index].id = 0;
  live_count--;
  while (room_top > 0 && !table.slots[room_top - 1].id) room_top--;
}

/* ---- requests ---- */

/* Returns the valid plan, from the message or from a sealed memory file; or null. */
static const struct kt_plan *plan_of(const struct kt_request *head, struct received *in) {
  if (!head->argument) return plan_is_valid(head, (size_t)in->size) ? (const void *)head : 0;
  if (in->count < 2 || head->size > KT_MAX_REQUEST || head->size < sizeof(struct kt_plan)) return 0;
  if ((SYS(fcntl, in->fds[1], F_GET_SEALS, 0) & F_SEALS_ALL) != F_SEALS_ALL) return 0;
  /* Pages behind the end of the file would be SIGBUS, for every room. */
  if (SYS(lseek, in->fds[1], 0, SEEK_END) != (long)head->size) return 0;
  long at = SYS(mmap, 0, head->size, PROT_READ, MAP_PRIVATE, in->fds[1], 0);
  if (at < 0 && at > -4096) return 0;
  if (plan_is_valid((const void *)at, head->size)) return (const void *)at;
  SYS(munmap, at, head->size);
  return 0;
}

static bool can_enter(const struct room *host, const struct kt_plan *plan) {
  if (!host) return false;
  return plan->flags & KT_JOINS ? room_can_be_joined(host, plan) : room_is_open(host);
}

static void on_create(const struct kt_request *head, struct received *in) {
  const struct kt_plan *plan = 0;
  struct room *r = 0;
  bool mapped = head->argument == 1;
  size_t own = mapped ? 2 : 1; /* descriptors before those of the sources */
  uint64_t id = head->room;
  if (id && in->count >= own) plan = plan_of(head, in);
  bool valid = plan && in->count - own == sources_passed(plan) + join_passed(plan);
  if (valid && injected(plan, STEP_REQUEST, 0, 0) < 0) valid = false;
  struct room *host = valid && plan->host ? room_find(plan->host) : 0;
  if (!valid) refuse(id, STEP_REQUEST, 0, EBADMSG);
  else if (plan->host && !can_enter(host, plan)) refuse(id, STEP_REQUEST, 5, ESRCH);
  else if (!(r = room_new(id))) refuse(id, STEP_REQUEST, 1, EAGAIN);
  bool forked = host && !(plan->flags & KT_JOINS); /* by the keeper */
  if (r && forked) room_create_in(r, plan, host, in->fds[0]);
  else if (r) room_create(r, plan, host, in->fds[0], in->fds + own, own_pidfd);
  /* The room has the first descriptor, and clones of the sources. */
  close_all(in->fds + (r ? 1 : 0), in->count - (r ? 1 : 0));
  if (plan && mapped) SYS(munmap, plan, plan->head.size);
}

static void on_leave(const char *path, size_t length) {
  if (leave_count == MAX_LEAVES || length == 0 || length >= KT_PATH || path[0] != '/') return;
  memcpy(leaves[leave_count], path, length);
  leaves[leave_count++][length] = 0;
}

static void on_request(struct received *in) {
  const struct kt_request *head = (const void *)buffer;
  size_t size = (size_t)in->size;
  if (size < sizeof *head || head->magic != KT_MAGIC || head->version != KT_VERSION) {
    close_all(in->fds, in->count);
    return refuse(0, STEP_REQUEST, 2, EBADMSG);
  }
  struct room *r = room_find(head->room);
  if (head->kind == KT_CREATE) return on_create(head, in);
  close_all(in->fds, in->count);
  if (head->kind == KT_SIGNAL && r && r->payload >= 0)
    SYS(pidfd_send_signal, r->payload, head->argument, 0, 0);
  if (head->kind == KT_KILL && r) room_kill(r, KT_BY_REQUEST);
  if (head->kind == KT_UPDATE && r && size == sizeof(struct kt_update))
    clock_set(r, &((const struct kt_update *)(const void *)buffer)->times, head->argument & 1);
  if (head->kind == KT_LEAVE) on_leave(buffer + sizeof *head, size - sizeof *head);
}

static void on_control(void) {
  struct received in;
  if (refusals_are_full()) return; /* until the JVM has read some */
  int got = message_receive(CONTROL, buffer, sizeof buffer, &in, MSG_DONTWAIT);
  if (got == -EAGAIN) return;
  if (got < 0 && got != -EBADMSG && got != -EMFILE) in.size = 0;
  if (in.size == 0) {
    leaving = true;
    reports_discard();
    watch_remove(CONTROL);
    return;
  }
  const struct kt_request *head = (const void *)buffer;
  if (got == 0) on_request(&in);
  /* Without a free descriptor, a message arrives without its own: its caller must be told. */
  else if (got == -EMFILE && (size_t)in.size >= sizeof *head)
    refuse(head->room, STEP_REQUEST, 4, EMFILE);
  else refuse(0, STEP_REQUEST, 3, EBADMSG);
  memset(buffer, 0, (size_t)in.size); /* the next room must not inherit this room's plan */
}

/* ---- the loop ---- */

static void dispatch(const struct epoll_event *e) {
  if (watch_kind_of(e) == WATCH_CONTROL) return on_control();
  if (watch_kind_of(e) == WATCH_ORPHANS) return adopt_reap();
  struct room *r = room_touch(watch_index_of(e));
  if (watch_kind_of(e) == WATCH_MAPPER && r->mapper >= 0) return room_on_mapped(r);
  if (r->state != ROOM_LIVE) return;
  switch (watch_kind_of(e)) {
    case WATCH_LIFE: if (r->life >= 0) room_on_life(r); break;
    case WATCH_STATUS: if (r->status >= 0) room_on_status(r); break;
    case WATCH_INIT: room_on_init_exit(r); break;
    case WATCH_LISTENER: if (r->listener >= 0) room_on_listener(r); break;
    case WATCH_OOM: if (r->oom >= 0) room_on_oom(r); break;
    default: break;
  }
}

/* Checks a room's limits, sends its reports, removes what is left. Returns when to look again. */
static uint64_t room_tend(struct room *r, uint64_t now) {
  if (leaving) room_kill(r, KT_BY_REQUEST);
  /* A program that has ended did not exceed its time, however late its end is heard of. */
  if (r->state == ROOM_LIVE && clock_is_due(r, now) && r->life >= 0) room_on_life(r);
  clock_check(r, now);
  uint64_t overdue = r->hosted && r->killed ? r->killed_ns + KEEPER_NS : NEVER; /* it is stopped */
  bool gone = r->unwatched ? r->hosted || fd_is_ready(r->init) : now >= overdue;
  if (gone && r->state == ROOM_LIVE) room_on_init_exit(r);
  if (r->state == ROOM_LIVE) {
    if (r->unsent) reports_send(r);
    if (r->concluded && r->groups_left) groups_remove(r); /* frees their names for a new room */
    if (r->unwatched) return now + RETRY_NS;
    return r->started_ns && !r->killed ? r->next_check_ns : overdue;
  }
  room_finish(r);
  return r->state == ROOM_ENDED && r->groups_left ? now + RETRY_NS : NEVER;
}

/* Tends the rooms that are due. Returns when to look again. */
static uint64_t tend(uint64_t now, bool all) {
  uint64_t next = NEVER;
  for (uint32_t i = 0; i < room_top; i++) {
    struct slot *s = &table.slots[i];
    if (s->id && (all || s->due <= now)) s->due = room_tend(&table.rooms[i], now);
    if (s->id && s->due < next) next = s->due;
  }
  return next;
}

static struct timespec duration(uint64_t ns) {
  return (struct timespec){(int64_t)(ns / 1000000000), (int64_t)(ns % 1000000000)};
}

static int serve(void) {
  bool resume = false;
  for (;;) {
    struct epoll_event events[64];
    /* The rooms with reports that did not fit are not recorded: tend all. */
    uint64_t now = monotonic_ns(), next = tend(now, resume || leaving);
    if (leaving && live_count == 0) break;
    reports_send_refusals();
    struct timespec timeout = duration(next > now ? next - now : 0);
    long n = watch_wait(events, 64, next == NEVER ? 0 : &timeout);
    if (n < 0 && n != -EINTR) return 1; /* blind: every init dies with the zygote */
    resume = reports_resume();
    for (long i = 0; i < n; i++) dispatch(&events[i]);
  }
  for (uint32_t i = 0; i < leave_count; i++) SYS(unlinkat, AT_FDCWD, leaves[i], AT_REMOVEDIR);
  return 0;
}

int zygote_main(void) {
  int pid = (int)SYS(getpid);
  /* Opened after the epoll instance: init closes the descriptors below it as one range. */
  if (!zygote_detach() || !watch_open() || !adopt_open()) return 1;
  own_pidfd = (int)SYS(pidfd_open, pid, 0);
  /* A room must not inherit what is known about other rooms. */
  bool wiped = SYS(madvise, &table, sizeof table, MADV_WIPEONFORK) >= 0;
  if (own_pidfd < 0 || !wiped || !report_hello(pid)) return 1;
  return serve();
}

#if !defined(KOTHA_HOSTED) && !defined(KOTHA_FUZZ) /* test builds have a main of their own */
NORETURN void kt_start(void);
KT_START;
NORETURN void kt_start(void) {
  sys_exit(zygote_main());
}
#endif
