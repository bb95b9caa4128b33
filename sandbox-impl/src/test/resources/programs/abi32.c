// Makes a system call of a foreign ABI: abi32 i386|x32. Prints the result, unless the process is
// killed for it.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  setvbuf(stdout, 0, _IONBF, 0);
#ifdef __x86_64__
  if (!strcmp(argv[1], "i386")) {
    long result;
    // 20 is getpid on i386, but writev on x86_64: a filter must not confuse them.
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory", "r8", "r9", "r10", "r11");
    printf("i386 %ld\n", result);
    return 0;
  }
  long result = syscall(0x40000000 | SYS_getpid);
  printf("x32 %s\n", result < 0 ? strerrorname_np(errno) : "done");
#else
  puts("none");
#endif
  return 0;
}
