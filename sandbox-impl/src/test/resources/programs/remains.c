// Leaves in its room what a program can leave, or looks for it.
//   remains leave   makes one of each, and prints the name of each that it could make
//   remains look    prints the name of each that it finds
// Open files, listening sockets and locks live on in a cycle of passed descriptors.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KEY = 4711, PORT = 4711 };

static const struct sockaddr_un name = {AF_UNIX, "\0left"};
static const socklen_t name_size = offsetof(struct sockaddr_un, sun_path) + 5;
static struct sockaddr_in port;

static void found(const char *what, int yes) {
  if (yes) puts(what);
}

// Queues descriptors, and the queue's own, in a socket that nobody else will hold.
static int keep(const int *fds, int count) {
  union { char bytes[CMSG_SPACE(sizeof(int) * 8)]; struct cmsghdr align; } control;
  int pair[2], all[8];
  struct iovec byte = {"", 1};
  struct msghdr message = {.msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control};
  if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair)) return -1;
  memcpy(all, fds, sizeof(int) * (size_t)count);
  all[count++] = pair[1];
  message.msg_controllen = CMSG_LEN(sizeof(int) * (size_t)count);
  struct cmsghdr *head = CMSG_FIRSTHDR(&message);
  *head = (struct cmsghdr){CMSG_LEN(sizeof(int) * (size_t)count), SOL_SOCKET, SCM_RIGHTS};
  memcpy(CMSG_DATA(head), all, sizeof(int) * (size_t)count);
  return sendmsg(pair[0], &message, 0) < 0 ? -1 : 0;
}

static int listener(int family, const void *at, socklen_t size) {
  int s = socket(family, SOCK_STREAM, 0);
  return bind(s, at, size) || listen(s, 1) ? -1 : s;
}

static void leave(void) {
  struct mq_attr one = {.mq_maxmsg = 1, .mq_msgsize = 8};
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  found("shm", shmget(KEY, 4096, IPC_CREAT | 0666) >= 0);
  found("sem", semget(KEY, 1, IPC_CREAT | 0666) >= 0);
  found("msg", msgget(KEY, IPC_CREAT | 0666) >= 0);
  found("mqueue", mq_open("/left", O_CREAT | O_RDWR, 0666, &one) >= 0);
  found("tmp", open("/tmp/left", O_CREAT | O_WRONLY, 0666) >= 0);
  found("devshm", open("/dev/shm/left", O_CREAT | O_WRONLY, 0666) >= 0);
  int fds[] = {listener(AF_UNIX, &name, name_size), listener(AF_INET, &port, sizeof port),
               open("/box/locked", O_CREAT | O_RDWR, 0666)};
  found("abstract", fds[0] >= 0);
  found("tcp", fds[1] >= 0);
  found("flock", !flock(fds[2], LOCK_EX));
  found("ofdlock", !fcntl(fds[2], F_OFD_SETLK, &whole));
  found("kept", !keep(fds, 3));
  for (int i = 0; i < 100; i++) { // uses up process numbers
    if (fork() == 0) _exit(0);
    wait(0);
  }
  if (fork() == 0) { // a daemon, of which the room's end must not be unsure
    setsid();
    for (;;) pause();
  }
  found("workspace", open("/box/stays", O_CREAT | O_WRONLY, 0666) >= 0);
}

static void look(void) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  found("shm", shmget(KEY, 0, 0) >= 0);
  found("sem", semget(KEY, 0, 0) >= 0);
  found("msg", msgget(KEY, 0) >= 0);
  found("mqueue", mq_open("/left", O_RDONLY) >= 0);
  found("tmp", access("/tmp/left", F_OK) == 0);
  found("devshm", access("/dev/shm/left", F_OK) == 0);
  found("abstract", !connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&name, name_size));
  found("tcp", !connect(socket(AF_INET, SOCK_STREAM, 0), (void *)&port, sizeof port));
  int locked = open("/box/locked", O_RDWR);
  found("flock", flock(locked, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK);
  found("ofdlock", fcntl(locked, F_OFD_SETLK, &whole) && errno == EAGAIN);
  found("pids", getpid() > 50);
  found("workspace", access("/box/stays", F_OK) == 0);
}

int main(int argc, char **argv) {
  port.sin_family = AF_INET;
  port.sin_port = htons(PORT);
  port.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (argc == 2 && !strcmp(argv[1], "leave")) return leave(), 0;
  if (argc == 2 && !strcmp(argv[1], "look")) return look(), 0;
  return 2;
}
