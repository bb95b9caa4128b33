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

enum { CONTROL = 3, MAX_LEAVES = 64, RETRY_NS = 1000000, MAX_REMOVALS = 10000 };

static struct room rooms[KT_MAX_ROOMS] __attribute__((aligned(4096)));
static uint32_t room_top; /* all rooms from here on are free */
static uint32_t busy; /* rooms that are not free */
static char leaves[MAX_LEAVES][KT_PATH];
static uint32_t leave_count;
static _Alignas(8) char buffer[KT_MAX_MESSAGE];
static int epoll = -1;
int zygote_pidfd = -1;
static bool stuffed; /* the JVM does not read: reports wait until it does */
static bool leaving; /* the JVM is gone */

void watch_descriptor(struct room *r, int fd, uint32_t what) {
  uint64_t index = r ? (uint64_t)(r - rooms) : 0;
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
  return leaving ? 0 : message_send(CONTROL, report, sizeof *report, fds, count, MSG_DONTWAIT);
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

/* ---- rooms ---- */

static struct room *room_find(uint64_t id) {
  for (uint32_t i = 0; i < room_top; i++)
    if (rooms[i].state != ROOM_FREE && rooms[i].id == id) return &rooms[i];
  return 0;
}

static struct room *room_new(uint64_t id) {
  for (uint32_t i = 0; i < KT_MAX_ROOMS; i++) {
    struct room *r = &rooms[i];
    if (r->state != ROOM_FREE) continue;
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
  busy--;
  while (room_top > 0 && rooms[room_top - 1].state == ROOM_FREE) room_top--;
}

/* ---- requests ---- */

static void refuse(uint64_t id, uint32_t item, int err) {
  struct kt_report report;
  memset(&report, 0, sizeof report);
  report.kind = KT_FAILED;
  report.room = id;
  report.step = STEP_REQUEST;
  report.item = item;
  report.err = err;
  report_send(&report, 0, 0);
}

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
  if (in->count == (mapped ? 2u : 1u)) plan = plan_of(head, in);
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
  int got = message_receive(CONTROL, buffer, sizeof buffer, &in, MSG_DONTWAIT);
  if (got == -EAGAIN) return;
  if (got == -EBADMSG) return refuse(0, 3, EBADMSG);
  if (got < 0 || in.size == 0) {
    leaving = true;
    unwatch_descriptor(CONTROL);
    return;
  }
  on_request(&in);
  memset(buffer, 0, (size_t)in.size); /* the next room's fork must not inherit this room's plan */
}

/* ---- the loop ---- */

static void dispatch(uint64_t data) {
  struct room *r = &rooms[data >> 8];
  if ((data & 0xff) == WATCH_CONTROL) {
    on_control();
    return;
  }
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

/* After each turn: limits, reports, remains. Returns when to look again. */
static uint64_t tend(uint64_t now) {
  uint64_t next = ~0ULL;
  for (uint32_t i = 0; i < room_top; i++) {
    struct room *r = &rooms[i];
    if (r->state == ROOM_FREE) continue;
    if (leaving && r->state == ROOM_LIVE) room_kill(r, KT_BY_REQUEST);
    clock_check(r, now);
    if (r->state == ROOM_LIVE && r->unsent) send_reports(r);
    if (r->state == ROOM_LIVE && r->concluded && r->groups_left) groups_remove(r); /* its name is free again */
    if (r->state == ROOM_LIVE && r->started_ns && !r->killed && r->next_check_ns < next) next = r->next_check_ns;
    room_finish(r);
    if (r->state == ROOM_ENDED && r->groups_left && now + RETRY_NS < next) next = now + RETRY_NS;
  }
  return next;
}

static int serve(void) {
  for (;;) {
    struct epoll_event events[64];
    uint64_t now = monotonic_ns(), next = tend(now);
    if (leaving && busy == 0) break;
    struct timespec timeout = {(int64_t)((next - now) / 1000000000), (int64_t)((next - now) % 1000000000)};
    if (next <= now) timeout.sec = timeout.nsec = 0;
    long n = SYS(epoll_pwait2, epoll, events, 64, next == ~0ULL ? 0 : &timeout, 0, 8);
    if (stuffed) await_room_to_send(false);
    for (long i = 0; i < n; i++) dispatch(events[i].data);
  }
  for (uint32_t i = 0; i < leave_count; i++) SYS(unlinkat, AT_FDCWD, leaves[i], AT_REMOVEDIR);
  return 0;
}

/* A limit of time is late by as long as its keeper waits behind who burns every processor. Only root
 * may go first, and only who was not told to stand back does; no room inherits it. */
static void go_first(void) {
  struct sched_attr first = {.size = sizeof first, .flags = SCHED_FLAG_RESET_ON_FORK, .nice = -10};
  if (SYS(getpriority, PRIO_PROCESS, 0) == NICE_0) SYS(sched_setattr, 0, &first, 0);
}

/* Returns when the process is one that no terminal, signal or directory of the JVM's can reach. */
static bool detach(void) {
  struct sigaction standard = {0, 0, 0, 0}, ignore = {(void *)1, 0, 0, 0};
  uint64_t none = 0;
  if (SYS(close_range, CONTROL + 1, ~0u, 0) < 0) return false;
  SYS(setsid); /* fails only for one that leads a session already */
  SYS(rt_sigprocmask, SIG_SETMASK, &none, 0, 8);
  const int ignored[] = {ZYGOTE_IGNORES};
#ifndef KOTHA_HOSTED /* the sanitizers have handlers */
  for (int number = 1; number <= 64; number++) SYS(rt_sigaction, number, &standard, 0, 8); /* what the JVM ignored */
#else
  (void)standard;
#endif
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) SYS(rt_sigaction, ignored[i], &ignore, 0, 8);
  SYS(umask, 0);
  /* The caller's own 0, 1 and 2 would keep its pipes open after it is gone. */
  long null = SYS(openat, AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0);
  for (int i = 0; i < 3; i++)
    if (null < 0 || SYS(dup3, null, i, 0) < 0) return false;
  sys_close((int)null);
  SYS(fcntl, CONTROL, F_SETFD, FD_CLOEXEC);
  SYS(prctl, PR_SET_NAME, "kotha-zygote", 0, 0, 0);
  go_first();
  return SYS(chdir, "/") == 0;
}

int zygote_main(void) {
  struct kt_report hello;
  memset(&hello, 0, sizeof hello);
  hello.kind = KT_HELLO;
  hello.pid = (int32_t)SYS(getpid);
  if (!detach()) return 1;
  epoll = (int)SYS(epoll_create1, O_CLOEXEC);
  /* A room's init must not inherit what is known of other rooms. */
  zygote_pidfd = (int)SYS(pidfd_open, hello.pid, 0);
  if (epoll < 0 || zygote_pidfd < 0 || SYS(madvise, rooms, sizeof rooms, MADV_WIPEONFORK) < 0) return 1;
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
