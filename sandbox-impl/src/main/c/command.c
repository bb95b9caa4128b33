/* The payload's last part: it receives the command over the room's own socket and executes it. */
#include "command.h"
#include "failure.h"
#include "filter.h"
#include "message.h"
#include "timens.h"

enum { MAX_POINTERS = 1 << 17 };
enum { NULL_DEVICE = 0x103 }; /* major 1, minor 3: null(4) */

static _Alignas(8) char buffer[KT_MAX_MESSAGE];

/* argv and envp as execve takes them. */
static const char *pointers[MAX_POINTERS + 2];

/* Maps a memory file. It must be sealed, so that the sender cannot change what is validated. */
static const struct kt_command *map_command(const struct build *b, int fd, size_t size) {
  bool sealed = (SYS(fcntl, fd, F_GET_SEALS, 0) & F_SEALS_ALL) == F_SEALS_ALL;
  must(b, STEP_COMMAND, 2, sealed ? 0 : -EBADMSG);
  must(b, STEP_COMMAND, 2, size <= KT_MAX_REQUEST ? 0 : -E2BIG);
  return (const void *)must(b, STEP_COMMAND, 3, SYS(mmap, 0, size, PROT_READ, MAP_PRIVATE, fd, 0));
}

/* A cold start has sent the command long ago; only a pooled room waits for it here. */
static void receive_command(const struct build *b, struct received *r) {
  int got = message_receive(b->command, buffer, sizeof buffer, r, MSG_DONTWAIT);
  if (got == -EAGAIN) {
    struct message parked = {.kind = MESSAGE_PARKED};
    must(b, STEP_COMMAND, 8, 0); /* a fault is injected before the message, which ends the wait */
    must(b, STEP_COMMAND, 9, message_send(b->status, &parked, sizeof parked, 0, 0, 0));
    got = message_receive(b->command, buffer, sizeof buffer, r, 0);
  }
  must(b, STEP_COMMAND, 0, got);
  if (r->size == 0) sys_exit(1); /* the JVM has closed the room */
}

static const struct kt_command *await_command(const struct build *b, struct received *r) {
  const struct kt_command *c = (const void *)buffer;
  receive_command(b, r);
  size_t size = (size_t)r->size;
  must(b, STEP_COMMAND, 1, size >= sizeof *c ? 0 : -EBADMSG);
  if (c->in_file) {
    must(b, STEP_COMMAND, 1, r->count >= 4 ? 0 : -EBADMSG);
    size = c->size;
    c = map_command(b, r->fds[3], size);
    /* The command counts its own descriptors only, without the memory file's. */
    sys_close(r->fds[3]);
    r->count--;
    for (size_t i = 3; i < r->count; i++) r->fds[i] = r->fds[i + 1];
  }
  must(b, STEP_COMMAND, 4, command_is_valid(c, size) ? 0 : -EBADMSG);
  must(b, STEP_COMMAND, 5, r->count == 3 + c->copies.count ? 0 : -EBADMSG);
  must(b, STEP_COMMAND, 6, c->argv.count + (uint64_t)c->env.count <= MAX_POINTERS ? 0 : -E2BIG);
  return c;
}

/* Makes the directories that lead to a path. */
static long make_parents(const char *path) {
  char part[4096];
  for (size_t i = 0; path[i]; i++) {
    part[i] = path[i];
    if (i == 0 || path[i] != '/') continue;
    part[i] = 0;
    long made = SYS(mkdirat, AT_FDCWD, part, 0755);
    /* EROFS comes before EEXIST: the directory may exist. */
    if (made < 0 && made != -EEXIST && made != -EROFS) return made;
    part[i] = '/';
  }
  return 0;
}

/* With the walls and the ids of the program: a link on the way leads to no more than the program
 * could write itself. A FIFO that an earlier one left fails with ENXIO instead of waiting for a
 * reader. */
static void copy_in(const struct build *b, uint32_t item, const char *target, uint32_t mode,
                    int source) {
  int flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  struct stat s;
  must(b, STEP_COPY_IN, item, make_parents(target));
  int fd = (int)must(b, STEP_COPY_IN, item, SYS(openat, AT_FDCWD, target, flags, 0600));
  must(b, STEP_COPY_IN, item, SYS(fstat, fd, &s));
  must(b, STEP_COPY_IN, item, (s.mode & S_IFMT) == S_IFREG ? 0 : -EINVAL);
  while (must(b, STEP_COPY_IN, item, SYS(sendfile, fd, source, 0, 1 << 30)) > 0) continue;
  must(b, STEP_COPY_IN, item, SYS(fchmod, fd, mode));
  sys_close(fd);
}

static void copy_files(const struct build *b, const struct kt_command *c, const int *sources) {
  const struct kt_copy *copies = TABLE_OF(struct kt_copy, c, c->copies);
  SYS(umask, 0);
  for (uint32_t i = 0; i < c->copies.count; i++)
    copy_in(b, i, text_of(c, copies[i].target), copies[i].mode, sources[i]);
  SYS(umask, 022);
}

static bool is_null_device(const struct stat *s) {
  return (s->mode & S_IFMT) == S_IFCHR && s->rdev == NULL_DEVICE;
}

/* The host's /dev/null lies outside the Landlock domain: the program could not open it again as
 * /dev/stdin. Takes the room's own, if the caller's rules and mounts leave it in its place.
 * O_NONBLOCK: a bind may have a FIFO there. */
static int own_null_device(int fd, int flags) {
  struct stat s;
  int own = (int)SYS(openat, AT_FDCWD, "/dev/null", flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0);
  return own >= 0 && SYS(fstat, own, &s) == 0 && is_null_device(&s) ? own : fd;
}

/* From a directory of the host, a program could reach every other one: CVE-2024-21626. */
static int standard_fd(const struct build *b, uint32_t i, int fd) {
  struct stat s;
  must(b, STEP_STDIO, i, SYS(fstat, fd, &s));
  must(b, STEP_STDIO, i, (s.mode & S_IFMT) == S_IFDIR ? -EISDIR : 0);
  return is_null_device(&s) ? own_null_device(fd, i == 0 ? O_RDONLY : O_WRONLY) : fd;
}

static void connect_stdio(struct build *b, const struct kt_command *c, const int *fds) {
  /* Sources have numbers above 2: until now 0 to 2 are the zygote's /dev/null. */
  for (uint32_t i = 0; i < 3; i++) {
    must(b, STEP_STDIO, i, SYS(dup3, standard_fd(b, i, fds[i]), i, 0));
  }
  if (c->flags & KT_TERMINAL) must(b, STEP_STDIO, 3, SYS(ioctl, 0, TIOCSCTTY, 0));
  /* To the number that the late filter allows a failed execve to be reported on. */
  must(b, STEP_STDIO, 5, SYS(dup3, b->status, KT_STATUS_FD, O_CLOEXEC));
  b->status = b->failures = KT_STATUS_FD;
  must(b, STEP_STDIO, 4, SYS(close_range, 3, ~0u, CLOSE_RANGE_CLOEXEC));
}

static void set_rlimits(const struct build *b, const struct kt_command *c) {
  const struct kt_rlimit *limits = TABLE_OF(struct kt_rlimit, c, c->rlimits);
  for (uint32_t i = 0; i < c->rlimits.count; i++) {
    struct rlimit64 both = {limits[i].value, limits[i].value};
    must(b, STEP_RLIMIT, i, SYS(prlimit64, 0, limits[i].resource, &both, 0));
  }
}

/* The kernel returns "(unreachable)..." for a directory outside the root: see getcwd(2). */
static void enter_directory(const struct build *b, const struct kt_command *c) {
  char directory[4096];
  must(b, STEP_WORKING_DIRECTORY, 0, SYS(chdir, text_of(c, c->directory)));
  must(b, STEP_WORKING_DIRECTORY, 1, SYS(getcwd, directory, sizeof directory));
  must(b, STEP_WORKING_DIRECTORY, 2, directory[0] == '/' ? 0 : -ENOENT);
}

static const char **fill(const void *c, struct kt_table table, const char **at) {
  const struct kt_span *strings = TABLE_OF(struct kt_span, c, table);
  for (uint32_t i = 0; i < table.count; i++) *at++ = text_of(c, strings[i]);
  *at++ = 0;
  return at;
}

/* Tries each path in turn, as execvp(3) does: EACCES does not end the search, but is the error if
 * no path succeeds. */
NORETURN static void execute(const struct build *b, const struct kt_command *c) {
  const struct kt_span *programs = TABLE_OF(struct kt_span, c, c->programs);
  const char **env = fill(c, c->argv, pointers);
  fill(c, c->env, env);
  long err = -ENOENT;
  for (uint32_t i = 0; i < c->programs.count; i++) {
    long r = SYS(execve, text_of(c, programs[i]), pointers, env);
    if (r != -ENOENT && r != -ENOTDIR && r != -EACCES) fail(b, STEP_EXEC, i, r);
    if (r == -EACCES || err == -ENOENT) err = r;
  }
  fail(b, STEP_EXEC, 0, err);
}

NORETURN void command_execute(struct build *b) {
  struct received r;
  const struct kt_command *c = await_command(b, &r);
  struct message executing = {.kind = MESSAGE_EXECUTING, .before = timens_host_now(b),
                              .times = c->times, .warns = c->flags & KT_WARN};
  copy_files(b, c, r.fds + 3);
  if (c->flags & KT_COPY) sys_exit(0);
  /* Before the working directory: its path is resolved when no descriptor of the host is left. */
  connect_stdio(b, c, r.fds);
  /* After the copies and descriptors: RLIMIT_FSIZE and RLIMIT_NOFILE are for the program. */
  set_rlimits(b, c);
  enter_directory(b, c);

  executing.now = timens_host_now(b);
  must(b, STEP_COMMAND, 7, message_send(b->status, &executing, sizeof executing, 0, 0, 0));
  /* Last: after the late filter the payload can only call execve and report that it failed. */
  filter_enter_late(b);
  must(b, STEP_EXEC, 0, 0); /* a test injects faults here, with a program that could be executed */
  execute(b, c);
}
