// System V shared memory and POSIX message queues.
//   ipc make KEY QUEUE    makes both and prints "made"
//   ipc look KEY QUEUE    prints "shm yes|ERRNO" and "mq yes|ERRNO"
//   ipc drop KEY QUEUE    removes both
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  key_t key = strtol(argv[2], 0, 0);
  if (!strcmp(argv[1], "make")) {
    struct mq_attr size = {.mq_maxmsg = 1, .mq_msgsize = 8};
    if (shmget(key, 4096, IPC_CREAT | 0666) < 0) return 3;
    if (mq_open(argv[3], O_CREAT | O_RDWR, 0666, &size) < 0) return 4;
    puts("made");
    return 0;
  }
  if (!strcmp(argv[1], "drop")) {
    shmctl(shmget(key, 0, 0), IPC_RMID, 0);
    mq_unlink(argv[3]);
    return 0;
  }
  printf("shm %s\n", shmget(key, 0, 0) < 0 ? strerrorname_np(errno) : "yes");
  printf("mq %s\n", mq_open(argv[3], O_RDONLY) < 0 ? strerrorname_np(errno) : "yes");
  return 0;
}
