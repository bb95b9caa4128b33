/*
 * @EXPECTED_RESULTS@: OUTPUT-LIMIT
 *
 * HOSTILE: floods its standard output.
 *
 * Tries:   fills the memory or disk of a judge that stores its output.
 * Stopped: by the output limit: output beyond it is discarded, and the room is killed.
 * Verdict: OUTPUT-LIMIT. No limit: WRONG-ANSWER.
 * Bound:   1 GiB.
 */
#define _DEFAULT_SOURCE
#include <signal.h>
#include <string.h>
#include <unistd.h>

int main(void) {
  static char block[1 << 16];
  memset(block, '9', sizeof block);
  signal(SIGPIPE, SIG_IGN);
  for (int i = 0; i < 1 << 14; i++)
    if (write(STDOUT_FILENO, block, sizeof block) < 0) break;
}
