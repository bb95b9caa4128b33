// Takes more and more of a kernel resource that is not anonymous memory: hoard RESOURCE
//   memfd    pages of a file in memory
//   shm      pages of System V shared memory
//   pipes    pipes, full
//   sockets  pairs of sockets, full
//   inodes   empty files in /tmp
//   inotify  inotify instances
//   queues   POSIX message queues
//   ptys     pseudo-terminals
// Prints "RESOURCE N ERRNO" when the kernel refuses another; then waits for a line on stdin.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <unistd.h>

static char block[65536];

static int memfd(long i) {
  static int fd = -1;
  if (i == 0) fd = memfd_create("hoard", 0);
  return fd < 0 || write(fd, block, sizeof block) < 0;
}

static int shm(long i) {
  (void)i;
  int id = shmget(IPC_PRIVATE, sizeof block, IPC_CREAT | 0600);
  void *at = id < 0 ? (void *)-1 : shmat(id, 0, 0);
  if (at == (void *)-1) return 1;
  memset(at, 1, sizeof block);
  return 0;
}

static void fill(int fd) {
  fcntl(fd, F_SETFL, O_NONBLOCK);
  while (write(fd, block, 4096) > 0) continue;
}

static int pipes(long i) {
  int fds[2];
  (void)i;
  if (pipe(fds) < 0) return 1;
  fill(fds[1]);
  return 0;
}

static int sockets(long i) {
  int fds[2];
  (void)i;
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) < 0) return 1;
  fill(fds[0]);
  fill(fds[1]);
  return 0;
}

static int inodes(long i) {
  char name[32];
  snprintf(name, sizeof name, "/tmp/%ld", i);
  int fd = open(name, O_CREAT | O_WRONLY, 0600);
  if (fd < 0) return 1;
  return close(fd);
}

static int inotify(long i) {
  (void)i;
  return inotify_init1(0) < 0;
}

static int queues(long i) {
  char name[32];
  struct mq_attr size = {.mq_maxmsg = 10, .mq_msgsize = 1024};
  snprintf(name, sizeof name, "/hoard%ld", i);
  return mq_open(name, O_CREAT | O_RDWR, 0600, &size) < 0;
}

static int ptys(long i) {
  (void)i;
  return posix_openpt(O_RDWR | O_NOCTTY) < 0;
}

static const struct {
  const char *name;
  int (*more)(long i);
} all[] = {{"memfd", memfd},   {"shm", shm},         {"pipes", pipes},  {"sockets", sockets},
           {"inodes", inodes}, {"inotify", inotify}, {"queues", queues},
           {"ptys", ptys}};

int main(int argc, char **argv) {
  for (size_t w = 0; argc == 2 && w < sizeof all / sizeof all[0]; w++) {
    if (strcmp(argv[1], all[w].name)) continue;
    long n = 0;
    while (n < 1000000 && !all[w].more(n)) n++;
    printf("%s %ld %s\n", argv[1], n, strerrorname_np(errno));
    fflush(stdout);
    read(0, block, 1);
    return 0;
  }
  return 2;
}
