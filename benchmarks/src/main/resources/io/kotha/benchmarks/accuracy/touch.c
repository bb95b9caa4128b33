// Uses an exact amount of memory, and holds it until all of it is in use:
//   touch memory BYTES          anonymous memory of one process
//   touch children BYTES COUNT  the same in equal parts by COUNT concurrent children
//   touch write BYTES FILE      a file written by write()
//   touch map BYTES FILE        a file written through a shared mapping
//   touch read BYTES FILE       an existing file, read through a shared mapping
//   touch evict 0 FILE          on the host: evicts a file from the page cache
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(int holds, const char *what) {
  if (holds) return;
  perror(what);
  exit(3);
}

static void touch(size_t bytes) {
  if (bytes == 0) return;
  char *at = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  must(at != MAP_FAILED, "mmap");
  for (size_t i = 0; i < bytes; i += 4096) at[i] = 1;
}

static void touch_by_children(size_t bytes, int count) {
  int ready[2], go[2];
  char word = 0;
  must(pipe(ready) == 0 && pipe(go) == 0, "pipe");
  for (int i = 0; i < count; i++) {
    int child = fork();
    must(child >= 0, "fork");
    if (child > 0) continue;
    close(go[1]);
    touch(bytes / (size_t)count);
    must(write(ready[1], &word, 1) == 1, "write");
    must(read(go[0], &word, 1) == 0, "read");
    _exit(0);
  }
  for (int i = 0; i < count; i++) must(read(ready[0], &word, 1) == 1, "read");
  close(go[1]);
  while (wait(0) > 0) continue;
}

static void write_file(size_t bytes, const char *file) {
  static char block[65536];
  int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  must(fd >= 0, file);
  memset(block, 1, sizeof block);
  while (bytes > 0) {
    ssize_t n = write(fd, block, bytes < sizeof block ? bytes : sizeof block);
    must(n > 0, "write");
    bytes -= (size_t)n;
  }
}

static void map_file(size_t bytes, const char *file) {
  int fd = open(file, O_RDWR | O_CREAT | O_TRUNC, 0600);
  must(fd >= 0 && ftruncate(fd, (off_t)bytes) == 0, file);
  if (bytes == 0) return;
  char *at = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  must(at != MAP_FAILED, "mmap");
  for (size_t i = 0; i < bytes; i += 4096) at[i] = 1;
}

static void read_file(size_t bytes, const char *file) {
  int fd = open(file, O_RDONLY);
  unsigned long sum = 0;
  must(fd >= 0, file);
  if (bytes == 0) return;
  const volatile char *at = mmap(0, bytes, PROT_READ, MAP_SHARED, fd, 0);
  must(at != MAP_FAILED, "mmap");
  for (size_t i = 0; i < bytes; i += 4096) sum += (unsigned long)at[i];
  must(sum > 0, "read");
}

static void evict(const char *file) {
  int fd = open(file, O_RDONLY);
  must(fd >= 0 && fsync(fd) == 0 && posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) == 0, file);
}

int main(int argc, char **argv) {
  must(argc >= 3, "touch MODE BYTES [COUNT|FILE]");
  const char *mode = argv[1], *file = argc > 3 ? argv[3] : "";
  size_t bytes = strtoul(argv[2], 0, 10);
  if (!strcmp(mode, "memory")) touch(bytes);
  else if (!strcmp(mode, "children")) touch_by_children(bytes, atoi(file));
  else if (!strcmp(mode, "write")) write_file(bytes, file);
  else if (!strcmp(mode, "map")) map_file(bytes, file);
  else if (!strcmp(mode, "read")) read_file(bytes, file);
  else if (!strcmp(mode, "evict")) evict(file);
  else return 2;
  return 0;
}
