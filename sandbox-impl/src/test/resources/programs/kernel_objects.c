// Makes more and more of one kind of kernel object that is not a socket: see hoarder.h.
#include "hoarder.h"

#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <mqueue.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/xattr.h>

static int file(const char *what, long i, int flags) {
  char name[64];
  snprintf(name, sizeof name, "/tmp/%s-%d-%ld", what, who, i);
  return open(name, flags, 0600);
}

static int new_file(long i) { return file("f", i, O_CREAT | O_RDWR); }

static int pty(long i) { return open("/dev/ptmx", O_RDWR | O_NOCTTY); }

static int record_lock(long i, int command) {
  static int fd = -1;
  if (i % 500 == 0) fd = new_file(i);
  // Downwards: the kernel searches the list of locks from its start.
  struct flock lock = {.l_type = F_WRLCK, .l_start = (500 - i % 500) * 2, .l_len = 1};
  return fd < 0 ? -1 : fcntl(fd, command, &lock);
}
static int posix_locks(long i) { return record_lock(i, F_SETLK); }
static int ofd_locks(long i) { return record_lock(i, F_OFD_SETLK); }

static int flocks(long i) {
  int fd = new_file(0);
  return fd < 0 ? fd : flock(fd, LOCK_SH);
}
static int leases(long i) {
  int fd = new_file(i);
  return fd < 0 ? fd : fcntl(fd, F_SETLEASE, F_WRLCK);
}
static int dnotify(long i) {
  int fd = open("/tmp", O_RDONLY | O_DIRECTORY);
  return fd < 0 ? fd : fcntl(fd, F_NOTIFY, DN_CREATE | DN_MULTISHOT);
}
static int async_files(long i) {
  int fds[2];
  return pipe(fds) || fcntl(fds[0], F_SETOWN, getpid()) ? -1 : fcntl(fds[0], F_SETFL, O_ASYNC);
}

struct acl_entry {
  unsigned short tag, perm;
  unsigned id;
};
static int acl(long i, int entries) {  // system.posix_acl_access: a version, then the entries
  static struct {
    unsigned version;
    struct acl_entry e[8191];
  } acl = {.version = 2};
  for (int k = 0; k < entries; k++) acl.e[k] = (struct acl_entry){2 /* ACL_USER */, 6, 0};
  acl.e[0] = (struct acl_entry){1 /* ACL_USER_OBJ */, 6, -1};
  acl.e[entries - 3] = (struct acl_entry){4 /* ACL_GROUP_OBJ */, 6, -1};
  acl.e[entries - 2] = (struct acl_entry){16 /* ACL_MASK */, 6, -1};
  acl.e[entries - 1] = (struct acl_entry){32 /* ACL_OTHER */, 6, -1};
  int fd = new_file(i);
  if (fd < 0) return fd;
  int result = fsetxattr(fd, "system.posix_acl_access", &acl, 4 + entries * sizeof acl.e[0], 0);
  int why = errno;
  close(fd);
  errno = why;
  return result;
}
static int acls(long i) { return acl(i, 8191); }
static int small_acls(long i) { return acl(i, 31); }
static int xattrs(long i) {
  char name[32];
  snprintf(name, sizeof name, "user.%ld", i % 64);
  int fd = new_file(i / 64);
  int result = fd < 0 ? fd : fsetxattr(fd, name, block, 250, 0);
  close(fd);
  return result;
}
static int symlinks(long i) {
  char name[64], target[128];
  snprintf(name, sizeof name, "/tmp/s-%d-%ld", who, i);
  memset(target, 'x', sizeof target);
  target[127] = 0;
  return symlink(target, name);
}
static int negative_dentries(long i) {
  char name[64];
  snprintf(name, sizeof name, "/no-such-file-%d-%ld", who, i);
  return access(name, F_OK) && errno != ENOENT ? -1 : 0;
}

static int epolls(long i) { return epoll_create1(0); }
static int epoll_watches(long i) {
  static int epoll;
  if (i % 512 == 0) epoll = epoll_create1(0);
  struct epoll_event event = {EPOLLIN, {0}};
  static int watched[512];
  if (i < 512) watched[i] = eventfd(0, 0);
  return epoll < 0 ? -1 : epoll_ctl(epoll, EPOLL_CTL_ADD, watched[i % 512], &event);
}
static int inotifies(long i) { return inotify_init1(0); }
static int inotify_watches(long i) {
  static int fd;
  if (i == 0) fd = inotify_init1(0);
  int made = fd < 0 ? -1 : new_file(i);
  if (made < 0) return -1;
  close(made);
  char name[64];
  snprintf(name, sizeof name, "/tmp/f-%d-%ld", who, i);
  return inotify_add_watch(fd, name, IN_OPEN);
}
static int eventfds(long i) { return eventfd(0, 0); }
static int timerfds(long i) {
  struct itimerspec later = {.it_value.tv_sec = 10000};
  int fd = timerfd_create(CLOCK_MONOTONIC, 0);
  return fd < 0 ? fd : timerfd_settime(fd, 0, &later, 0);
}
static int signalfds(long i) {
  sigset_t set;
  sigemptyset(&set);
  return signalfd(-1, &set, 0);
}
static int pidfds(long i) {  // of processes that are dead and reaped
  pid_t pid = vfork();
  if (pid == 0) _exit(0);
  if (pid < 0) return -1;
  int fd = syscall(SYS_pidfd_open, pid, 0);
  waitpid(pid, 0, 0);
  return fd;
}
static int in_flight(long i) {  // 250 descriptors in each message, closed by their sender
  static int pair[2];
  if (i % 10 == 0 && socketpair(AF_UNIX, SOCK_DGRAM, 0, pair)) return -1;
  char space[CMSG_SPACE(sizeof(int[250]))] = {0};
  struct iovec byte = {block, 1};
  struct msghdr m = {0, 0, &byte, 1, space, CMSG_LEN(sizeof(int[250])), 0};
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  *c = (struct cmsghdr){CMSG_LEN(sizeof(int[250])), SOL_SOCKET, SCM_RIGHTS};
  int *fds = (int *)CMSG_DATA(c), made = 0;
  while (made < 250 && (fds[made] = eventfd(0, 0)) >= 0) made++;
  int result = made < 250 ? -1 : sendmsg(pair[0], &m, MSG_DONTWAIT), why = errno;
  while (made > 0) close(fds[--made]);
  errno = why;
  return result;
}

static int posix_timers(long i) {
  struct sigevent quiet = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};
  timer_t timer;
  return timer_create(CLOCK_MONOTONIC, &quiet, &timer);
}
static int pending_signals(long i) { return sigqueue(getpid(), SIGRTMIN, (union sigval){0}); }
static int queues(long i) {
  char name[32];
  struct mq_attr size = {.mq_maxmsg = 10, .mq_msgsize = 1024};
  snprintf(name, sizeof name, "/o%d-%ld", who, i);
  return mq_open(name, O_CREAT | O_RDWR, 0600, &size);
}
static int semaphores(long i) { return semget(IPC_PRIVATE, 2000, IPC_CREAT | 0600); }
static int semaphore_undos(long i) {
  static int set;
  struct sembuf undo = {i % 4, 1, SEM_UNDO};
  if (i % 4 == 0) set = semget(IPC_PRIVATE, 4, IPC_CREAT | 0600);
  return set < 0 ? -1 : semop(set, &undo, 1);
}
static int messages(long i) {
  static int queue;
  if (i % 2 == 0) queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
  *(long *)block = 1;
  return queue < 0 ? -1 : msgsnd(queue, block, 8000, IPC_NOWAIT);
}

static int sleeper(void *none) {
  for (;;) pause();
  return 0;
}
static int threads(long i) {
  static char stacks[4096][1024];
  int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
  return i == 4096 ? -1 : clone(sleeper, stacks[i] + 1024, flags, 0);
}
static int page_tables(long i) {  // 4 KiB of tables for each page that is touched, the zero page
  static char *at;
  int flags = MAP_PRIVATE | MAP_ANON | MAP_NORESERVE;
  if (i % 4096 == 0) at = mmap(0, 1L << 33, PROT_READ, flags, -1, 0);
  if (at == MAP_FAILED) return -1;
  return *(volatile char *)(at + (i % 4096 << 21)) ? -1 : 0;
}
static int areas(long i) {
  void *at = mmap(0, 4096, i % 2 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0);
  return at == MAP_FAILED ? -1 : 0;
}
static int area_names(long i) {
  char name[80];
  snprintf(name, sizeof name, "%070ld", i);
  void *at = mmap(0, 4096, i % 2 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (at == MAP_FAILED) return -1;
  // PR_SET_VMA; EINVAL: this kernel has no names of memory areas.
  return prctl(0x53564d41, 0, at, 4096, name) && errno != EINVAL ? -1 : 0;
}
static int futex_slots(long i) {  // PR_FUTEX_HASH, PR_FUTEX_HASH_SET_SLOTS
  return i ? (errno = EAGAIN, -1) : prctl(78, 1, 1 << 16, 0, 0);
}
static int ldts(long i) {
  struct { unsigned entry, base, limit, flags; } d = {8191, 0, 0xfffff, 0x51};
#ifdef SYS_modify_ldt
  return i ? (errno = EAGAIN, -1) : (int)syscall(SYS_modify_ldt, 1, &d, sizeof d);
#else
  return (errno = ENOSYS, (void)d, -1);
#endif
}
static int aio_contexts(long i) {
  aio_context_t context = 0;
  return syscall(SYS_io_setup, 1, &context);
}
static int secrets(long i) {
  static char *at;
  if (i % 1024 == 0) {
    int fd = syscall(SYS_memfd_secret, 0);
    if (fd < 0 || ftruncate(fd, 1024 * 4096)) return -1;
    at = mmap(0, 1024 * 4096, PROT_WRITE, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED) return -1;
  }
  at[i % 1024 * 4096] = 1;
  return 0;
}
static int rulesets(long i) {
  struct landlock_ruleset_attr attr = {.handled_access_fs = LANDLOCK_ACCESS_FS_READ_FILE};
  return syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
}
static int rules(long i) {
  static int set;
  if (i % 16384 == 0) set = rulesets(0);
  int made = set < 0 ? -1 : file("f", i, O_CREAT | O_RDWR);
  if (made < 0) return -1;
  struct landlock_path_beneath_attr rule = {LANDLOCK_ACCESS_FS_READ_FILE, made};
  int result = syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close(made);
  return result;
}
static int seccomp_filters(long i) {
  static struct sock_filter f[4096];
  for (int k = 0; k < 4095; k++)
    f[k] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 0x7ffffff1 - k);
  f[4095] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  struct sock_fprog program = {4096, f};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static const struct kind all[] = {
    {"ptys", pty}, KIND(posix_locks), KIND(ofd_locks), KIND(flocks), KIND(leases), KIND(dnotify),
    KIND(async_files), KIND(acls), KIND(small_acls), KIND(xattrs), KIND(symlinks),
    KIND(negative_dentries), KIND(epolls), KIND(epoll_watches), KIND(inotifies),
    KIND(inotify_watches), KIND(eventfds), KIND(timerfds), KIND(signalfds), KIND(pidfds),
    KIND(in_flight), KIND(posix_timers), KIND(pending_signals), KIND(queues), KIND(semaphores),
    KIND(semaphore_undos), KIND(messages), KIND(threads), KIND(page_tables), KIND(areas),
    KIND(area_names), KIND(futex_slots), KIND(ldts), KIND(aio_contexts), KIND(secrets),
    KIND(rulesets), KIND(rules), KIND(seccomp_filters), {0, 0},
};

int main(int argc, char **argv) { return hoard(argc, argv, all); }
