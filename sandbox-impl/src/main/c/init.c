/*
 * Init: the first process of a room. It builds the room, forks the payload, then only reaps and
 * reports; it is trusted with nothing, since a payload of the same uid may tamper with it.
 */
#include "build.h"

NORETURN void fail(const struct build *b, uint32_t step, uint32_t item, long err) {
  struct note note = {.kind = NOTE_FAILED, .step = step, .item = item, .err = (int32_t)-err};
  SYS(write, b->notes, &note, sizeof note, 0, 0, KT_WORD); /* not sendmsg: a late filter leaves just this */
  sys_exit(1);
}

long must(const struct build *b, uint32_t step, uint32_t item, long result) {
#ifdef KOTHA_FAULTS
  const struct kt_plan *p = b->plan;
  if (p->fault_step == step && p->fault_item == item) result = -(long)p->fault_errno;
#endif
  if (result < 0) fail(b, step, item, result);
  return result;
}

/* Every descriptor of the zygote and of other rooms goes; what this room was given stays. The highest
 * first: with them ends the sharing, before which nothing may be closed. */
static void close_others(struct build *b) {
  int keep[4 + KT_MAX_TREES];
  size_t count = 0;
  int own[] = {b->life, b->status, b->command, b->zygote};
  for (size_t i = 0; i < 4; i++) keep[count++] = own[i];
  for (size_t i = 0; i < KT_MAX_TREES; i++)
    if (b->tree[i] >= 0) keep[count++] = b->tree[i];
  for (size_t i = 1; i < count; i++) /* few and nearly sorted */
    for (size_t j = i; j > 0 && keep[j - 1] > keep[j]; j--) {
      int swap = keep[j];
      keep[j] = keep[j - 1];
      keep[j - 1] = swap;
    }
  must(b, STEP_INIT, 1, SYS(close_range, (unsigned)keep[count - 1] + 1, ~0u, CLOSE_RANGE_UNSHARE));
  unsigned next = 3; /* 0, 1, 2 are the zygote's /dev/null */
  for (size_t i = 0; i < count; i++) {
    unsigned fd = (unsigned)keep[i];
    if (fd > next) must(b, STEP_INIT, 1, SYS(close_range, next, fd - 1, 0));
    next = fd + 1;
  }
}

/* The zygote has done its part (id maps, idmapped mounts) when it says so. */
static void await_zygote(const struct build *b, uint32_t step, uint32_t item) {
  char word;
  struct received r;
  must(b, step, item, message_receive(b->life, &word, 1, &r, 0));
  if (r.size != 1) sys_exit(1);
}

/* What the payload enters its groups by, as soon as these are there. */
static void await_groups(struct build *b) {
  char word;
  struct received r;
  must(b, STEP_FORK, 5, message_receive(b->life, &word, 1, &r, 0));
  if (r.size != 1) sys_exit(1);
  must(b, STEP_FORK, 6, r.count == b->plan->groups.count ? 0 : -EBADMSG);
  memcpy(b->group, r.fds, r.count * sizeof(int));
}

/* Writes to a file of /proc, which must be one. */
static void write_proc(const struct build *b, uint32_t step, uint32_t item, const char *path, const char *text, size_t n) {
  struct statfs fs;
  int fd = (int)must(b, step, item, SYS(openat, AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0));
  must(b, step, item, SYS(fstatfs, fd, &fs));
  must(b, step, item, fs.type == PROC_SUPER_MAGIC ? 0 : -EINVAL);
  must(b, step, item, SYS(write, fd, text, n));
  sys_close(fd);
}

static void write_offset(const struct build *b, uint32_t item, char clock, int64_t s, uint32_t ns) {
  char text[64];
  size_t n = 0;
  text[n++] = clock; /* 1: monotonic, 7: boottime */
  text[n++] = ' ';
  if (s < 0) text[n++] = '-';
  n += format_u64(text + n, (uint64_t)(s < 0 ? -s : s));
  text[n++] = ' ';
  n += format_u64(text + n, ns);
  write_proc(b, STEP_TIME, item, "/proc/self/timens_offsets", text, n);
}

/* Before any credential changes: afterwards the file belongs to the host's root. */
static void shift_clocks(const struct build *b) {
  const struct kt_plan *p = b->plan;
  must(b, STEP_TIME, 0, SYS(unshare, CLONE_NEWTIME));
  write_offset(b, 1, '1', p->monotonic_s, p->monotonic_ns);
  write_offset(b, 2, '7', p->boottime_s, p->boottime_ns);
}

/* A second user namespace: the mounts made so far become locked, and what the payload may keep of
 * capabilities holds over namespaces made here, not over those that hold the room together. */
static void lock_mounts(const struct build *b) {
  struct note note = {.kind = NOTE_LOCK};
  /* The zygote of an ordinary user can map a dumpable process only; no payload is there to see. */
  must(b, STEP_LOCK, 0, SYS(prctl, PR_SET_DUMPABLE, 1, 0, 0, 0));
  must(b, STEP_LOCK, 1, SYS(unshare, b->plan->locked_ns));
  must(b, STEP_LOCK, 2, message_send(b->life, &note, sizeof note, 0, 0, 0));
  await_zygote(b, STEP_LOCK, 3);
  must(b, STEP_LOCK, 4, SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));
}

static void raise_loopback(const struct build *b) {
  struct ifreq request = {.name = "lo", .flags = IFF_UP};
  int fd = (int)must(b, STEP_LOOPBACK, 0, SYS(socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  must(b, STEP_LOOPBACK, 1, SYS(ioctl, fd, SIOCSIFFLAGS, &request));
  sys_close(fd);
}

/* Whether that is how the kernel refuses to let somebody be born in a group. */
static bool is_of_group(const struct clone_args *args, long err) {
  return args->cgroup && (err == -EACCES || err == -EBUSY || err == -ENOENT || err == -EOPNOTSUPP);
}

/* Forks the payload, which waits until the room stands. Returns its pid and pidfd. */
static int fork_payload(struct build *b, int *pidfd) {
  const struct kt_plan *p = b->plan;
  const struct kt_group *groups = TABLE_OF(struct kt_group, p, p->groups);
  struct clone_args args = {.flags = CLONE_PIDFD, .pidfd = (uintptr_t)pidfd, .exit_signal = SIGCHLD};
  uint32_t born = 0;
  for (uint32_t i = 0; i < p->groups.count; i++) {
    if (!is_born_inside(p, &groups[i])) continue;
    born = i;
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = (uint64_t)b->group[i];
  }
  identity_bound(b);
  must(b, STEP_FORK, 3, SYS(socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, b->stands));
  long pid = SYS(clone3, &args, sizeof args);
  if (is_of_group(&args, pid)) fail(b, STEP_CGROUP_ENTER, born, pid);
  if (must(b, STEP_FORK, 0, pid) == 0) {
    b->notes = b->status;
    payload_main(b);
  }
  sys_close(b->status); /* or its end would hide that the payload closed it */
  sys_close(b->command);
  sys_close(b->stands[1]);
  close_all(b->group, KT_MAX_GROUPS);
  return (int)pid;
}

/* If the payload has failed meanwhile, it has told so itself. */
static void tell_payload(const struct build *b) {
  message_send(b->stands[0], "", 1, &b->domain, b->domain >= 0, 0);
  sys_close(b->stands[0]);
  sys_close(b->domain);
}

/* Reaps until the payload is dead, the zygote is gone, or the zygote says so by closing. */
NORETURN static void watch(const struct build *b, int payload) {
  uint64_t child = 1ULL << (SIGCHLD - 1);
  int signals = (int)must(b, STEP_FORK, 2, SYS(signalfd4, -1, &child, 8, O_CLOEXEC));
  struct note ended = {.kind = NOTE_ENDED};
  for (;;) {
    struct siginfo info;
    info.pid = 0;
    uint64_t usage[18] = {0}; /* struct rusage, in words */
    while (SYS(waitid, P_ALL, 0, &info, WEXITED | WNOHANG, usage) == 0 && info.pid != 0) {
      ended.major_faults += usage[9];
      ended.voluntary += usage[16];
      ended.involuntary += usage[17];
      if (info.pid == payload) {
        ended.code = info.code;
        ended.status = info.status;
        ended.minor_faults = usage[8];
        message_send(b->life, &ended, sizeof ended, 0, 0, 0);
        sys_exit(0); /* and the kernel kills whatever is left in the room */
      }
      info.pid = 0;
    }
    struct pollfd polls[] = {{signals, POLLIN, 0}, {b->life, POLLIN, 0}, {b->zygote, POLLIN, 0}};
    SYS(ppoll, polls, 3, 0, 0, 8);
    if (polls[1].revents || polls[2].revents) sys_exit(1);
    char drained[128];
    if (polls[0].revents) SYS(read, signals, drained, sizeof drained);
  }
}

NORETURN void init_main(struct build *b) {
  const struct kt_plan *p = b->plan;
  uint64_t all = ~0ULL;
  int handed[3], given = 1, payload = 0;
  b->notes = b->life;

  must(b, STEP_INIT, 0, SYS(rt_sigprocmask, SIG_BLOCK, &all, 0, 8));
  close_others(b);
  must(b, STEP_INIT, 2, SYS(prctl, PR_SET_NAME, "kotha-init", 0, 0, 0));
  must(b, STEP_INIT, 3, SYS(setsid)); /* in the new pid namespace: kill(0) must not reach the host */
  must(b, STEP_INIT, 4, SYS(prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
  must(b, STEP_INIT, 5, SYS(prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
  await_zygote(b, STEP_INIT, 6);
  /* The host's own: a label is to be written to nothing else, least of all to what a room mounts. */
  if (p->label.len) b->proc = (int)must(b, STEP_LABEL, 0, SYS(openat, AT_FDCWD, "/proc", O_PATH | O_DIRECTORY | O_CLOEXEC, 0));

  if (!(p->flags & KT_DENY_SETGROUPS)) must(b, STEP_INIT, 7, SYS(setgroups, 0, 0));
  if (p->flags & KT_TIME) shift_clocks(b);
  if (p->inner_ns) must(b, STEP_NAMESPACE, 0, SYS(unshare, p->inner_ns));
  await_groups(b);
  /* In every namespace by now; pivot_root will take it along, as it does all that have the old root. */
  if (!(p->flags & KT_LOCK)) payload = fork_payload(b, &handed[0]);
  /* Maps first, then the last change of credentials, then non-dumpable: a change would reset it. */
  /* With a range of ids, an ordinary user is about to be somebody else, who may not reach them. */
  for (uint32_t i = 0; !(p->flags & KT_ZYGOTE_TREES) && i < p->trees.count; i++)
    b->tree[i] = (int)must(b, STEP_SOURCE, i, tree_open(p, i));
  become_root(b);
  must(b, STEP_INIT, 10, SYS(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));

  /* The limit of this user namespace, for all below it together: none, or the room's own second one.
   * A room with a /proc has it in its list of mounts. */
  if ((p->flags & (KT_NO_NESTING | KT_PROC)) == KT_NO_NESTING) {
    write_proc(b, STEP_NAMESPACE, 1, "/proc/sys/user/max_user_namespaces", p->flags & KT_LOCK ? "1" : "0", 1);
    write_proc(b, STEP_NAMESPACE, 2, "/proc/sys/user/max_inotify_instances", "16", 2);
  }
  must(b, STEP_PROPAGATION, 0, SYS(mount, 0, "/", 0, MS_REC | MS_PRIVATE, 0));
  if (p->flags & KT_HAND_ROOT)
    handed[2] = (int)must(b, STEP_INIT, 11, SYS(openat, AT_FDCWD, "/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC, 0));
  mounts_build(b);
  struct note built = {.kind = NOTE_BUILT, .before = monotonic_ns()};
  if (p->flags & KT_HAND_ROOT) {
    handed[1] = (int)must(b, STEP_PIVOT, 4, SYS(openat, AT_FDCWD, "/", O_PATH | O_DIRECTORY | O_CLOEXEC, 0));
    given = 3;
  }

  domain_prepare(b);
  if (p->flags & KT_LOCK) lock_mounts(b);
  if (p->hostname.len) must(b, STEP_HOSTNAME, 0, SYS(sethostname, text_of(p, p->hostname), p->hostname.len));
  if (p->flags & KT_LOOPBACK) raise_loopback(b);

  if (p->flags & KT_LOCK) payload = fork_payload(b, &handed[0]);
  built.now = monotonic_ns();
  must(b, STEP_FORK, 1, message_send(b->life, &built, sizeof built, handed, (size_t)given, 0));
  close_all(handed, (size_t)given);
  sys_close(b->proc);
  /* Before the payload goes on: while init has rights, nothing that is not ours runs in the room. */
  identity_abandon(b);
  tell_payload(b);
  watch(b, payload);
}
