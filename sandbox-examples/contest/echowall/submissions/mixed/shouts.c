/*
 * @EXPECTED_RESULTS@: WRONG-ANSWER, OUTPUT-LIMIT
 *
 * HOSTILE: writes without end and never reads.
 *
 * Tries:   one endless line, to fill the memory of an interactor that waits for its end, or of a
 *          grader that copies it.
 * Stopped: by the interactor, which bounds the length of a line, and by the pipe, which holds
 *          64 KiB and then blocks the writer; by the output limit if the grader copies.
 * Verdict: WRONG-ANSWER, or OUTPUT-LIMIT if that is reached first.
 * Bound:   1 GiB; SIGPIPE ends it.
 */
#include <string.h>
#include <unistd.h>

int main(void) {
  static char block[1 << 16];
  memset(block, 'A', sizeof block);
  for (int i = 0; i < 1 << 14; i++)
    if (write(STDOUT_FILENO, block, sizeof block) < 0) return 0;
}
