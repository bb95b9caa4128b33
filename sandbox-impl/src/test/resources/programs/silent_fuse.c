/*
 * silent_fuse MOUNTPOINT COMM: mounts a file system with a directory "d" and a script "d/f", and
 * prints a line. It never answers a request of a process called COMM, as a network file system
 * whose server is gone. Unmounting ends it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { ROOT = 1, DIRECTORY = 2, CONTENT = 3, MAX_REQUEST = 1 << 18 };

static const char script[] = "#!/bin/cat\n";
static int device;

static void answer(const struct fuse_in_header *in, int error, const void *body, size_t size) {
  struct fuse_out_header out = {(uint32_t)(sizeof out + size), error, in->unique};
  struct iovec parts[] = {{&out, sizeof out}, {(void *)body, size}};
  (void)!writev(device, parts, 2);
}

static struct fuse_attr attributes(uint64_t node) {
  struct fuse_attr a = {.ino = node, .nlink = 1, .blksize = 4096};
  a.mode = node == CONTENT ? S_IFREG | 0755 : S_IFDIR | 0755;
  a.size = node == CONTENT ? sizeof script - 1 : 0;
  return a;
}

static void look_up(const struct fuse_in_header *in, const char *name) {
  uint64_t node = in->nodeid == ROOT && !strcmp(name, "d")        ? DIRECTORY
                  : in->nodeid == DIRECTORY && !strcmp(name, "f") ? CONTENT
                                                                  : 0;
  struct fuse_entry_out entry = {.nodeid = node, .attr = attributes(node)};
  answer(in, node ? 0 : -ENOENT, &entry, node ? sizeof entry : 0);
}

static int is_unwelcome(const struct fuse_in_header *in, const char *comm) {
  char path[64], name[32] = {0};
  snprintf(path, sizeof path, "/proc/%u/comm", in->pid);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  (void)!read(fd, name, sizeof name - 1);
  close(fd);
  name[strcspn(name, "\n")] = 0;
  return !strcmp(name, comm);
}

static void serve(const struct fuse_in_header *in, const char *body) {
  struct fuse_init_out init = {.major = 7, .minor = 31, .max_write = 4096};
  struct fuse_attr_out attr = {.attr = attributes(in->nodeid)};
  struct fuse_open_out opened = {0};
  struct fuse_statfs_out figures = {.st = {.bsize = 4096, .namelen = 255}};
  switch (in->opcode) {
    case FUSE_INIT: return answer(in, 0, &init, sizeof init);
    case FUSE_LOOKUP: return look_up(in, body);
    case FUSE_GETATTR: return answer(in, 0, &attr, sizeof attr);
    case FUSE_OPEN:
    case FUSE_OPENDIR: return answer(in, 0, &opened, sizeof opened);
    case FUSE_READ: return answer(in, 0, script, sizeof script - 1);
    case FUSE_READDIR: return answer(in, 0, 0, 0);
    case FUSE_STATFS: return answer(in, 0, &figures, sizeof figures);
    case FUSE_RELEASE:
    case FUSE_RELEASEDIR:
    case FUSE_FLUSH:
    case FUSE_ACCESS: return answer(in, 0, 0, 0);
    case FUSE_FORGET:
    case FUSE_BATCH_FORGET:
    case FUSE_INTERRUPT: return;
    default: return answer(in, -ENOSYS, 0, 0);
  }
}

int main(int argc, char **argv) {
  static _Alignas(8) char request[MAX_REQUEST];
  char options[128];
  if (argc < 3) return 2;
  device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
  if (device < 0) return 3;
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other",
           device);
  if (mount("silent", argv[1], "fuse", MS_NOSUID | MS_NODEV, options)) return 4;
  puts("mounted");
  fflush(stdout);
  for (;;) {
    ssize_t n = read(device, request, sizeof request);
    if (n < 0 && errno == ENODEV) return 0;
    if (n < (ssize_t)sizeof(struct fuse_in_header)) continue;
    const struct fuse_in_header *in = (const void *)request;
    if (in->opcode != FUSE_INIT && is_unwelcome(in, argv[2])) continue;
    serve(in, request + sizeof *in);
  }
}
