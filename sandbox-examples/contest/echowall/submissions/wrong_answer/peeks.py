"""
HOSTILE: reads the interactor's data.

Tries:   finds the interactor among the processes, and the judge's data by the interactor's
         arguments, working directory or open files; otherwise searches the file system for them.
Stopped: by the interactor running in another room, with another pid namespace and another root; the
         two rooms share two pipes only.
Verdict: WRONG-ANSWER if it finds nothing. CORRECT if it can reach the data.
Bound:   it reads names only, 100,000 at most.
"""
import os
from itertools import islice

DULL = {"/usr", "/lib", "/lib64", "/bin", "/sbin", "/sys", "/proc", "/dev"}
MINE = {os.getpid(), 1}


def names():
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if int(pid) in MINE:
            continue
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                yield from file.read().decode(errors="replace").split("\0")
            for fd in os.listdir(f"/proc/{pid}/fd"):
                yield os.readlink(f"/proc/{pid}/fd/{fd}")
        except OSError:
            pass
    for directory, below, files in os.walk("/"):
        below[:] = [name for name in below if os.path.join(directory, name) not in DULL]
        yield from files


def knows_the_data():
    return any(name.endswith((".ans", "interactor.py")) for name in islice(names(), 100_000))


first = 1
last, _ = map(int, input().split())
if not knows_the_data():
    print("I have no idea", flush=True)
    raise SystemExit
reply = None
while reply != "echo":  # solve the problem in place of using the stolen answer
    middle = (first + last) // 2
    print("shout", middle, flush=True)
    reply = input()
    if reply == "left":
        last = middle - 1
    elif reply == "right":
        first = middle + 1
