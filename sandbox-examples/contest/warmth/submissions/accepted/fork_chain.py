"""
HOSTILE: a chain of short-lived processes.

Tries:   a process that forks and ends, whose child forks and ends, and so on. There are never more
         than two at a time, so that no process limit is reached, and a kill by pid comes too late
         for each. The chain holds stdout and writes to it after three seconds.
Stopped: by the end of the room: the kernel kills a whole pid namespace, new processes included.
Verdict: CORRECT, and at once. A surviving chain corrupts the output: WRONG-ANSWER.
Bound:   5,000 processes, one after the other, and 4 seconds.
"""
import os
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


def run_away():
    begin = time.monotonic()
    spoken = False
    for _ in range(5_000):
        age = time.monotonic() - begin
        if age > 4:
            break
        if age > 3 and not spoken:
            os.write(1, b"\nstill running\n")
            spoken = True
        if os.fork() > 0:
            os._exit(0)
        os.setsid()
        time.sleep(0.0005)
    os._exit(0)


solve()
if os.fork() == 0:
    run_away()
