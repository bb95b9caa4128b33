/* The functions of a C library that the helper needs, or that the compiler generates calls of. */
#include "sys.h"

#ifndef KOTHA_HOSTED
/* volatile: the compiler must not replace a loop by a call of the function it implements. */
void *memcpy(void *restrict to, const void *restrict from, size_t n) {
  unsigned char *t = to;
  const unsigned char *f = from;
#if defined(__x86_64__)
  __asm__ volatile("rep movsb" : "+D"(t), "+S"(f), "+c"(n) : : "memory");
#else
  for (volatile size_t i = 0; i < n; i++) t[i] = f[i];
#endif
  return to;
}

void *memset(void *to, int byte, size_t n) {
  unsigned char *t = to;
#if defined(__x86_64__)
  __asm__ volatile("rep stosb" : "+D"(t), "+c"(n) : "a"(byte) : "memory");
#else
  for (volatile size_t i = 0; i < n; i++) t[i] = (unsigned char)byte;
#endif
  return to;
}

int memcmp(const void *a, const void *b, size_t n) {
  const unsigned char *x = a, *y = b;
  for (volatile size_t i = 0; i < n; i++)
    if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
  return 0;
}

size_t strlen(const char *s) {
  volatile size_t n = 0;
  while (s[n]) n++;
  return n;
}
#endif

size_t format_u64(char *to, uint64_t n) {
  char digits[20];
  size_t count = 0;
  do {
    digits[count++] = (char)('0' + n % 10);
    n /= 10;
  } while (n);
  for (size_t i = 0; i < count; i++) to[i] = digits[count - 1 - i];
  to[count] = 0;
  return count;
}
