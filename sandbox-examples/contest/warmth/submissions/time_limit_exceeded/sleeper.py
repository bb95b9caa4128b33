"""
HOSTILE: sleeps instead of working.

Tries:   occupies the judge without using CPU time, so that it never reaches a CPU limit.
Stopped: by the wall-clock limit.
Verdict: TIMELIMIT. No wall limit: CORRECT, a minute late.
Bound:   one minute.
"""
import sys
import time


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


time.sleep(60)
solve()
