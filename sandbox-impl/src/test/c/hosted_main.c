/* Runs the helper with a libc, which the sanitizers need. */
#include "zygote.h"

/* The helper's stderr is /dev/null, so findings go to a file. */
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
