# @EXPECTED_RESULTS@: NO-OUTPUT, WRONG-ANSWER
# Reads everything, says nothing, exits with 0. A judge without a verdict of its own for that calls
# it a wrong answer.
import sys

sys.stdin.read()
