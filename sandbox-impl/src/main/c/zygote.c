/*
 * Kotha's helper.
 *
 * Theory of operation. The JVM starts one zygote and talks to it over a SEQPACKET socket, descriptor
 * 3. For each room the zygote makes cgroups, then an init in namespaces of its own; init builds the
 * room's file tree and forks the payload; the payload puts its walls up around itself, waits for its
 * command on the room's own socket to the JVM, and executes it. Three processes, three levels of
 * trust:
 *
 *   zygote   outside every room, with the JVM's rights: keeps clocks, reads counters, kills, reports
 *   init     PID 1 of its room, mapped ids, no rights left: reaps; its death ends the room
 *   payload  the program: nothing it does is believed
 *
 * Life is followed by sockets and pidfds, never by signals: end of file from the JVM ends every room
 * and then the zygote; the zygote's end is seen by every init.
 */
#include "zygote.h"

enum { MAX_LEAVES = 64, RETRY_NS = 1000000, MAX_REMOVALS = 10000 };
static const uint64_t NEVER = ~0ULL;

/* What the loop looks at in each turn, apart from the rooms: these are kilobytes each, and of a thousand
 * that live hardly one has anything to do. */
struct slot {
  uint64_t id; /* 0: free */
  uint64_t due; /* when to look at the room unless something happens before; 0: in this turn */
};

static struct { struct slot slots[KT_MAX_ROOMS]; struct room rooms[KT_MAX_ROOMS]; } table __attribute__((aligned(4096)));
static uint32_t room_top; /* all rooms from here on are free */
static uint32_t busy; /* rooms that are not free */
static char leaves[MAX_LEAVES][KT_PATH];
static uint32_t leave_count;
static _Alignas(8) char buffer[KT_MAX_MESSAGE];
static int epoll = -1;
int zygote_pidfd = -1;
static bool stuffed; /* the JVM does not read: reports wait until it does */
static bool leaving; /* the JVM is gone */

static uint64_t index_of(const struct room *r) {
  return (uint64_t)(r - table.rooms);
}

void watch_descriptor(struct room *r, int fd, uint32_t what) {
  uint64_t index = r ? index_of(r) : 0;
  struct epoll_event event = {EPOLLIN, index << 8 | what};
  SYS(epoll_ctl, epoll, EPOLL_CTL_ADD, fd, &event);
}

void unwatch_descriptor(int fd) {
  struct epoll_event event = {0, 0};
  SYS(epoll_ctl, epoll, EPOLL_CTL_DEL, fd, &event);
}

/* ---- reports ---- */

static int report_send(struct kt_report *report, const int *fds, size_t count) {
  report->magic = KT_MAGIC;
  report->version = KT_VERSION;
  if (leaving) return 0;
  int sent = message_send(CONTROL, report, sizeof *report, fds, count, MSG_DONTWAIT);
  /* What passes: no memory, or too many descriptors of the user's on their way. A report is not lost by it. */
  return sent == -ENOBUFS || sent == -ENOMEM || sent == -ETOOMANYREFS ? -EAGAIN : sent;
}

static void await_room_to_send(bool wait) {
  struct epoll_event event = {wait ? EPOLLIN | EPOLLOUT : EPOLLIN, WATCH_CONTROL};
  if (wait != stuffed) SYS(epoll_ctl, epoll, EPOLL_CTL_MOD, CONTROL, &event);
  stuffed = wait;
}

static void send_reports(struct room *r) {
  if (r->unsent & UNSENT_PARKED) {
    struct kt_report parked = {.kind = KT_PARKED, .room = r->id};
    if (report_send(&parked, 0, 0) == -EAGAIN) return await_room_to_send(true);
    r->unsent &= ~(uint32_t)UNSENT_PARKED;
  }
  if (r->unsent & UNSENT_STARTED) {
    if (report_send(&r->started, r->handed, (size_t)r->handed_count) == -EAGAIN) return await_room_to_send(true);
    close_all(r->handed, (size_t)r->handed_count);
    r->handed_count = 0;
    r->unsent &= ~(uint32_t)UNSENT_STARTED;
  }
  if (r->unsent & UNSENT_END) {
    if (report_send(&r->end, r->handed, (size_t)r->handed_count) == -EAGAIN) return await_room_to_send(true);
    r->unsent = 0;
  }
}

static void send_refusals(void) {
  struct kt_report report;
  for (; refusal_next(&report); refusal_told())
    if (report_send(&report, 0, 0) == -EAGAIN) return await_room_to_send(true);
}

/* ---- rooms ---- */

/* For something that is about to happen to it. */
static struct room *room_touch(uint64_t index) {
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
    r->id = r->started.room = r->end.room = id;
    r->init = r->life = r->status = r->payload = r->listener = r->userns = r->oom = -1;
    if (i >= room_top) room_top = i + 1;
    busy++;
    return r;
  }
  return 0;
}

/* Frees an ended room when nothing of it is left. */
static void room_finish(struct room *r) {
  if (r->state != ROOM_ENDED) return;
  send_reports(r);
  bool gone = groups_remove(r) || ++r->removals > MAX_REMOVALS; /* the rest is the sweeper's */
  if (!gone || r->unsent) return;
  close_all(r->handed, (size_t)r->handed_count);
  r->state = ROOM_FREE;
  table.slots[index_of(r)].id = 0;
  busy--;
  while (room_top > 0 && !table.slots[room_top - 1].id) room_top--;
}

/* ---- requests ---- */

/* The plan, from the message or from a memory file that can no longer change. */
static const struct kt_plan *plan_of(const struct kt_request *head, struct received *in) {
  if (!head->argument) return plan_is_valid(head, (size_t)in->size) ? (const void *)head : 0;
  if (in->count < 2 || head->size > KT_MAX_REQUEST || head->size < sizeof(struct kt_plan)) return 0;
  if ((SYS(fcntl, in->fds[1], F_GET_SEALS, 0) & F_SEALS_ALL) != F_SEALS_ALL) return 0;
  long at = SYS(mmap, 0, head->size, PROT_READ, MAP_PRIVATE, in->fds[1], 0);
  if (at < 0 && at > -4096) return 0;
  if (plan_is_valid((const void *)at, head->size)) return (const void *)at;
  SYS(munmap, at, head->size);
  return 0;
}

static void on_create(const struct kt_request *head, struct received *in) {
  const struct kt_plan *plan = 0;
  struct room *r = 0;
  bool mapped = head->argument == 1;
  uint64_t id = head->room;
  if (id && in->count == (mapped ? 2u : 1u)) plan = plan_of(head, in);
  if (plan && injected(plan, STEP_REQUEST, 0, 0) < 0) plan = 0;
  if (!plan) refuse(id, 0, EBADMSG);
  else if (!(r = room_new(id))) refuse(id, 1, EAGAIN);
  int command = plan && r ? in->fds[0] : -1;
  if (command < 0) return close_all(in->fds, in->count);
  if (mapped) sys_close(in->fds[1]);
  room_create(r, plan, command);
  if (mapped) SYS(munmap, plan, plan->head.size);
}

static void on_request(struct received *in) {
  const struct kt_request *head = (const void *)buffer;
  if ((size_t)in->size < sizeof *head || head->magic != KT_MAGIC || head->version != KT_VERSION) {
    close_all(in->fds, in->count);
    return refuse(0, 2, EBADMSG);
  }
  struct room *r = room_find(head->room);
  if (head->kind == KT_CREATE) return on_create(head, in);
  close_all(in->fds, in->count);
  if (head->kind == KT_SIGNAL && r && r->payload >= 0) SYS(pidfd_send_signal, r->payload, head->argument, 0, 0);
  if (head->kind == KT_KILL && r) room_kill(r, KT_BY_REQUEST);
  if (head->kind == KT_UPDATE && r && (size_t)in->size == sizeof(struct kt_update))
    clock_set(r, &((const struct kt_update *)(const void *)buffer)->times, head->argument & 1);
  if (head->kind == KT_LEAVE && leave_count < MAX_LEAVES) {
    size_t n = (size_t)in->size - sizeof *head;
    if (n == 0 || n >= KT_PATH || buffer[sizeof *head] != '/') return;
    memcpy(leaves[leave_count], buffer + sizeof *head, n);
    leaves[leave_count++][n] = 0;
  }
}

static void on_control(void) {
  struct received in;
  if (refusals_are_full()) return; /* until the JVM has read some */
  int got = message_receive(CONTROL, buffer, sizeof buffer, &in, MSG_DONTWAIT);
  if (got == -EAGAIN) return;
  if (got < 0 && got != -EBADMSG && got != -EMFILE) in.size = 0;
  if (in.size == 0) {
    leaving = true;
    unwatch_descriptor(CONTROL);
    return;
  }
  /* With no descriptor free, the words come without theirs: whoever asked must hear of it. */
  const struct kt_request *head = (const void *)buffer;
  if (got == 0) on_request(&in);
  else if (got == -EMFILE && (size_t)in.size >= sizeof *head) refuse(head->room, 4, EMFILE);
  else refuse(0, 3, EBADMSG);
  memset(buffer, 0, (size_t)in.size); /* the next room's fork must not inherit this room's plan */
}

/* ---- the loop ---- */

static void dispatch(uint64_t data) {
  if ((data & 0xff) == WATCH_CONTROL) {
    on_control();
    return;
  }
  struct room *r = room_touch(data >> 8);
  if (r->state != ROOM_LIVE) return;
  switch (data & 0xff) {
    case WATCH_LIFE: if (r->life >= 0) room_on_life(r); break;
    case WATCH_STATUS: if (r->status >= 0) room_on_status(r); break;
    case WATCH_INIT: room_on_init_exit(r); break;
    case WATCH_LISTENER: if (r->listener >= 0) room_on_listener(r); break;
    case WATCH_OOM: if (r->oom >= 0) room_on_oom(r); break;
    default: break;
  }
}

/* Limits, reports, remains. Returns when to look again, if nothing happens before. */
static uint64_t room_tend(struct room *r, uint64_t now) {
  if (leaving) room_kill(r, KT_BY_REQUEST);
  clock_check(r, now);
  if (r->state == ROOM_LIVE) {
    if (r->unsent) send_reports(r);
    if (r->concluded && r->groups_left) groups_remove(r); /* its name is free again */
    return r->started_ns && !r->killed ? r->next_check_ns : NEVER;
  }
  room_finish(r);
  return r->state == ROOM_ENDED && r->groups_left ? now + RETRY_NS : NEVER;
}

/* After each turn: whatever something happened to, or whose time has come. Returns when to look again. */
static uint64_t tend(uint64_t now, bool all) {
  uint64_t next = NEVER;
  for (uint32_t i = 0; i < room_top; i++) {
    struct slot *s = &table.slots[i];
    if (s->id && (all || s->due <= now)) s->due = room_tend(&table.rooms[i], now);
    if (s->id && s->due < next) next = s->due;
  }
  return next;
}

static int serve(void) {
  bool again = false;
  for (;;) {
    struct epoll_event events[64];
    uint64_t now = monotonic_ns(), next = tend(now, again || leaving);
    if (leaving && busy == 0) break;
    send_refusals();
    struct timespec timeout = {(int64_t)((next - now) / 1000000000), (int64_t)((next - now) % 1000000000)};
    if (next <= now) timeout.sec = timeout.nsec = 0;
    long n = SYS(epoll_pwait2, epoll, events, 64, next == NEVER ? 0 : &timeout, 0, 8);
    again = stuffed; /* whose reports wait is not noted anywhere else */
    if (stuffed) await_room_to_send(false);
    for (long i = 0; i < n; i++) dispatch(events[i].data);
  }
  for (uint32_t i = 0; i < leave_count; i++) SYS(unlinkat, AT_FDCWD, leaves[i], AT_REMOVEDIR);
  return 0;
}

int zygote_main(void) {
  struct kt_report hello;
  memset(&hello, 0, sizeof hello);
  hello.kind = KT_HELLO;
  hello.pid = (int32_t)SYS(getpid);
  if (!zygote_detach()) return 1;
  epoll = (int)SYS(epoll_create1, O_CLOEXEC);
  /* A room's init must not inherit what is known of other rooms. */
  zygote_pidfd = (int)SYS(pidfd_open, hello.pid, 0);
  if (epoll < 0 || zygote_pidfd < 0 || SYS(madvise, &table, sizeof table, MADV_WIPEONFORK) < 0) return 1;
  watch_descriptor(0, CONTROL, WATCH_CONTROL);
  if (report_send(&hello, 0, 0) < 0) return 1;
  return serve();
}

#if !defined(KOTHA_HOSTED) && !defined(KOTHA_FUZZ) /* test builds have a main of their own */
NORETURN void kt_start(void);
KT_START;
NORETURN void kt_start(void) {
  sys_exit(zygote_main());
}
#endif
