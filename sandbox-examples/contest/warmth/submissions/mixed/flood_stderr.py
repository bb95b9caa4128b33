"""
@EXPECTED_RESULTS@: OUTPUT-LIMIT

HOSTILE: floods its standard error.

Tries:   prints the right answer, and then fills the memory or disk of a judge that stores its
         stderr; a judge that considers stdout alone does not notice.
Stopped: by the output limit, which counts both streams.
Verdict: OUTPUT-LIMIT. If stderr is not counted: CORRECT, or TIMELIMIT if nothing reads it.
Bound:   1 GiB.
"""
import os
import sys


def solve():
    """The correct solution: simulates the doors in order."""
    numbers = iter(sys.stdin.read().split())
    rooms, doors = int(next(numbers)), int(next(numbers))
    house = [(float(next(numbers)), float(next(numbers))) for _ in range(rooms)]
    volume = [v for v, _ in house]
    warmth = [t for _, t in house]
    for _ in range(doors):
        a, b = int(next(numbers)) - 1, int(next(numbers)) - 1
        heat = volume[a] * warmth[a] + volume[b] * warmth[b]
        warmth[a] = warmth[b] = heat / (volume[a] + volume[b])
    print("\n".join(f"{t:.9f}" for t in warmth), flush=True)


solve()
block = b"!" * (1 << 16)
for _ in range(1 << 14):
    os.write(2, block)
