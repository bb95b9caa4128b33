#!/usr/bin/python3
"""Exits with 42 if the standard input is valid by the problem statement."""

import re
import sys

INTEGERS = re.compile(r"(0|[1-9][0-9]*) (0|[1-9][0-9]*)\n")


def pair(line):
    match = INTEGERS.fullmatch(line)
    if match is None:
        sys.exit(f"not two integers: {line!r}")
    return int(match[1]), int(match[2])


lines = sys.stdin.readlines()
if not lines:
    sys.exit("empty")
rooms, doors = pair(lines[0])
if not 1 <= rooms <= 1000 or not 0 <= doors <= 5000:
    sys.exit(f"{rooms} rooms, {doors} doors")
if len(lines) != doors + 1:
    sys.exit(f"{doors} doors promised, {len(lines) - 1} lines follow")
for line in lines[1:]:
    if not all(1 <= room <= rooms for room in pair(line)):
        sys.exit(f"no such room: {line!r}")
sys.exit(42)
