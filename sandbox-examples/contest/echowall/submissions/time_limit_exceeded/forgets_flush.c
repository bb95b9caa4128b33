/* Its first shout stays in the buffer of stdout, so both sides wait for each other. */
#include <stdio.h>
#include <string.h>

int main(void) {
  int first = 1, last, shouts;
  char reply[16] = "";
  if (scanf("%d %d", &last, &shouts) != 2) return 1;
  while (strcmp(reply, "echo") != 0) {
    int middle = first + (last - first) / 2;
    printf("shout %d\n", middle);
    if (scanf("%15s", reply) != 1) return 1;
    if (strcmp(reply, "left") == 0) last = middle - 1;
    if (strcmp(reply, "right") == 0) first = middle + 1;
  }
}
