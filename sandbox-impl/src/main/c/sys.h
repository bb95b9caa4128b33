/* System calls by name. Each returns what the kernel returns: a result, or -errno. */
#ifndef KOTHA_SYS_H
#define KOTHA_SYS_H

#include "linux.h"
#if defined(__x86_64__)
#include "sys_x86_64.h"
#elif defined(__aarch64__)
#include "sys_aarch64.h"
#else
#error "no system calls for this architecture"
#endif

#define SYS_PICK(_1, _2, _3, _4, _5, _6, _7, name, ...) name
#define SYS0(n) sys6(n, 0, 0, 0, 0, 0, 0)
#define SYS1(n, a) sys6(n, (long)(a), 0, 0, 0, 0, 0)
#define SYS2(n, a, b) sys6(n, (long)(a), (long)(b), 0, 0, 0, 0)
#define SYS3(n, a, b, c) sys6(n, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define SYS4(n, a, b, c, d) sys6(n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define SYS5(n, a, b, c, d, e) sys6(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)
#define SYS6(n, a, b, c, d, e, f) \
  sys6(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
/* SYS(mkdirat, fd, path, mode): the number of arguments selects the form. */
#define SYS(name, ...) \
  SYS_PICK(0, ##__VA_ARGS__, SYS6, SYS5, SYS4, SYS3, SYS2, SYS1, SYS0)(NR_##name, ##__VA_ARGS__)

#ifndef KOTHA_HOSTED
#define NORETURN __attribute__((noreturn))
#else /* before a noreturn call a sanitizer makes system calls, which a filter may refuse */
#define NORETURN
#endif

NORETURN static inline void sys_exit(int status) {
  for (;;) SYS(exit_group, status);
}

static inline int sys_close(int fd) {
  return fd >= 0 ? (int)SYS(close, fd) : 0;
}

static inline uint64_t monotonic_ns(void) {
  struct timespec now = {0, 0};
  SYS(clock_gettime, CLOCK_MONOTONIC, &now);
  return (uint64_t)now.sec * 1000000000ULL + (uint64_t)now.nsec;
}

/* The compiler may generate calls of these. */
void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memset(void *to, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);

/* Writes a decimal integer and a NUL. Returns its length. to holds 21 bytes. */
size_t format_u64(char *to, uint64_t n);

#endif
