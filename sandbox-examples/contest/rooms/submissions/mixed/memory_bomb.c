/*
 * @EXPECTED_RESULTS@: MEMORY-LIMIT
 *
 * HOSTILE: memory bomb.
 *
 * Tries:   takes memory by the mebibyte and writes to every page of it.
 * Stopped: by the memory limit of the room's cgroup: the kernel kills it and counts the kill.
 * Verdict: MEMORY-LIMIT. No limit: WRONG-ANSWER. A judge that sees the signal alone: RUN-ERROR.
 * Bound:   2 GiB.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MIB = 1 << 20, MOST_MIB = 2048 };

int main(void) {
  for (int taken = 0; taken < MOST_MIB; taken++) {
    volatile char *memory = malloc(MIB);
    if (!memory) return 1;
    for (int page = 0; page < MIB; page += 4096) memory[page] = 1;
  }
  puts("2 GiB");
}
