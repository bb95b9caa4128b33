# @EXPECTED_RESULTS@: NO-OUTPUT, WRONG-ANSWER
# Reads its input, prints nothing and exits with 0. A judge without a separate verdict for that
# reports a wrong answer.
import sys

sys.stdin.read()
