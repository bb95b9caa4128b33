// @EXPECTED_RESULTS@: COMPILER-ERROR
#include <stdio.h>

int main(void) {
  prinf("%d\n", 0)
  return 0;
}
