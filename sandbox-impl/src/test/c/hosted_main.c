/* The helper with a C library, for the sanitizers. */
#include "zygote.h"

/* Standard error is /dev/null there: what a sanitizer finds goes to a file. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
  return "detect_leaks=0:log_path=/tmp/kotha-sanitizer";
}

const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void) {
  return "log_path=/tmp/kotha-sanitizer:print_stacktrace=1";
}

int main(void) {
  return zygote_main();
}
