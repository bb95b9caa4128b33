/* The parked payload: waits for the command over the room's own socket, and becomes it. */
#include "build.h"

enum { MAX_POINTERS = 1 << 17 };

/* A command that does not fit a message; as large as requests may be. */
static _Alignas(8) char buffer[KT_MAX_MESSAGE];

/* argv and envp as execve wants them. */
static const char *pointers[MAX_POINTERS + 2];

/* Maps a sealed memory file of the sender's, which therefore can no longer change. */
static const struct kt_command *map_command(const struct build *b, int fd, size_t size) {
  must(b, STEP_COMMAND, 2, (SYS(fcntl, fd, F_GET_SEALS, 0) & F_SEALS_ALL) == F_SEALS_ALL ? 0 : -EBADMSG);
  must(b, STEP_COMMAND, 2, size <= KT_MAX_REQUEST ? 0 : -E2BIG);
  return (const void *)must(b, STEP_COMMAND, 3, SYS(mmap, 0, size, PROT_READ, MAP_PRIVATE, fd, 0));
}

static const struct kt_command *await_command(const struct build *b, struct received *r) {
  const struct kt_command *c = (const void *)buffer;
  int got = message_receive(b->command, buffer, sizeof buffer, r, MSG_DONTWAIT);
  if (got == -EAGAIN) { /* only a room made ahead gets here: who starts one at once has sent it long ago */
    struct note parked = {.kind = NOTE_PARKED};
    must(b, STEP_COMMAND, 8, 0); /* a fault comes before the word is out, by which the room is ready */
    must(b, STEP_COMMAND, 9, message_send(b->status, &parked, sizeof parked, 0, 0, 0));
    got = message_receive(b->command, buffer, sizeof buffer, r, 0);
  }
  must(b, STEP_COMMAND, 0, got);
  if (r->size == 0) sys_exit(1); /* the JVM let go of the room */
  size_t size = (size_t)r->size;
  must(b, STEP_COMMAND, 1, size >= sizeof *c ? 0 : -EBADMSG);
  if (c->in_file) {
    must(b, STEP_COMMAND, 1, r->count >= 4 ? 0 : -EBADMSG);
    size = c->size;
    c = map_command(b, r->fds[3], size);
    /* The command in the file does not know of the file: only its own descriptors stay. */
    sys_close(r->fds[3]);
    r->count--;
    for (size_t i = 3; i < r->count; i++) r->fds[i] = r->fds[i + 1];
  }
  must(b, STEP_COMMAND, 4, command_is_valid(c, size) ? 0 : -EBADMSG);
  must(b, STEP_COMMAND, 5, r->count == 3 + c->copies.count ? 0 : -EBADMSG);
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
    if (made < 0 && made != -EEXIST && made != -30 /* EROFS: it may be there all the same */) return made;
    part[i] = '/';
  }
  return 0;
}

/* Nothing of the payload has run yet, so a link here is the image's own and stays in the room. */
static void copy_in(const struct build *b, uint32_t item, const char *target, uint32_t mode, int source) {
  must(b, STEP_COPY_IN, item, make_parents(target));
  int fd = (int)must(b, STEP_COPY_IN, item,
                     SYS(openat, AT_FDCWD, target, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
  struct stat s;
  must(b, STEP_COPY_IN, item, SYS(fstat, fd, &s));
  must(b, STEP_COPY_IN, item, (s.mode & S_IFMT) == S_IFREG ? 0 : -EINVAL);
  while (must(b, STEP_COPY_IN, item, SYS(sendfile, fd, source, 0, 1 << 30)) > 0) continue;
  must(b, STEP_COPY_IN, item, SYS(fchmod, fd, mode));
  sys_close(fd);
}

/* Late: neither copied files nor descriptors of ours are the program's own. */
static void set_rlimits(const struct build *b, const struct kt_command *c) {
  const struct kt_rlimit *limits = TABLE_OF(struct kt_rlimit, c, c->rlimits);
  for (uint32_t i = 0; i < c->rlimits.count; i++) {
    struct rlimit64 both = {limits[i].value, limits[i].value};
    must(b, STEP_RLIMIT, i, SYS(prlimit64, 0, limits[i].resource, &both, 0));
  }
}

static void connect_stdio(const struct build *b, const struct kt_command *c, const int *fds) {
  /* The sources have numbers above 2, which are the zygote's /dev/null until now. */
  for (int i = 0; i < 3; i++) must(b, STEP_STDIO, (uint32_t)i, SYS(dup3, fds[i], i, 0));
  if (c->flags & KT_TERMINAL) must(b, STEP_STDIO, 3, SYS(ioctl, 0, TIOCSCTTY, 0));
}

static const char **fill(const void *c, struct kt_table table, const char **at) {
  const struct kt_span *strings = TABLE_OF(struct kt_span, c, table);
  for (uint32_t i = 0; i < table.count; i++) *at++ = text_of(c, strings[i]);
  *at++ = 0;
  return at;
}

/* Tries each path in turn, as execvp does: a file that may not be executed does not end the search,
 * but is the error if none is found. */
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
  char directory[4096];
  const struct kt_command *c = await_command(b, &r);
  struct note executing = {
      .kind = NOTE_EXECUTING, .before = payload_now(b), .times = c->times, .warns = c->flags & KT_WARN};
  const struct kt_copy *copies = TABLE_OF(struct kt_copy, c, c->copies);
  must(b, STEP_COMMAND, 6, c->argv.count + (uint64_t)c->env.count <= MAX_POINTERS ? 0 : -E2BIG);

  SYS(umask, 0);
  for (uint32_t i = 0; i < c->copies.count; i++)
    copy_in(b, i, text_of(c, copies[i].target), copies[i].mode, r.fds[3 + i]);
  SYS(umask, 022);

  connect_stdio(b, c, r.fds);
  /* A number that Java knows: the second filter lets a failed execve be reported there, and only there. */
  must(b, STEP_STDIO, 5, SYS(dup3, b->status, KT_STATUS_FD, O_CLOEXEC));
  b->status = b->notes = KT_STATUS_FD;
  /* Before the working directory: no descriptor of the host may be open when a path is resolved. */
  must(b, STEP_STDIO, 4, SYS(close_range, 3, ~0u, CLOSE_RANGE_CLOEXEC));
  set_rlimits(b, c);
  must(b, STEP_WORKING_DIRECTORY, 0, SYS(chdir, text_of(c, c->directory)));
  must(b, STEP_WORKING_DIRECTORY, 1, SYS(getcwd, directory, sizeof directory));
  must(b, STEP_WORKING_DIRECTORY, 2, directory[0] == '/' ? 0 : -ENOENT);

  executing.now = payload_now(b);
  must(b, STEP_COMMAND, 7, message_send(b->status, &executing, sizeof executing, 0, 0, 0));
  bool supervised = b->plan->flags & KT_SUPERVISED;
  if (b->plan->late_filter.len) {
    int listener = (int)must(b, STEP_SECCOMP_LATE, 0, filter_load(b->plan, b->plan->late_filter, supervised));
    struct note armed = {.kind = NOTE_ARMED};
    if (supervised) must(b, STEP_SECCOMP_LATE, 1, message_send(b->status, &armed, sizeof armed, &listener, 1, 0));
  }
  /* Faults of this step are injected here, so that a test need not make a program unrunnable. */
  must(b, STEP_EXEC, 0, 0);
  execute(b, c);
}
