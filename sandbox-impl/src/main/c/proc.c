#include "proc.h"

long proc_open(int at, const char *path, uint64_t resolve) {
  struct open_how how = {O_WRONLY | O_CLOEXEC, 0, resolve};
  struct statfs fs;
  long fd = SYS(openat2, at, path, &how, sizeof how);
  if (fd < 0) return fd;
  long r = SYS(fstatfs, fd, &fs);
  if (r >= 0 && fs.type == PROC_SUPER_MAGIC) return fd;
  sys_close((int)fd);
  return r < 0 ? r : -EINVAL;
}

long proc_write(int at, const char *path, uint64_t resolve, const char *text, size_t length) {
  long fd = proc_open(at, path, resolve);
  if (fd < 0) return fd;
  long r = SYS(write, fd, text, length);
  sys_close((int)fd);
  return r;
}

void proc_path(char *to, int pid, const char *file) {
  memcpy(to, "/proc/", 6);
  size_t n = 6 + format_u64(to + 6, (uint64_t)pid);
  to[n++] = '/';
  memcpy(to + n, file, strlen(file) + 1);
}
