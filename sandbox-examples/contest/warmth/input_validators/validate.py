#!/usr/bin/python3
"""Exits with 42 if the standard input is valid by the problem statement."""

import re
import sys

INTEGERS = re.compile(r"(0|[1-9][0-9]*) (0|[1-9][0-9]*)\n")
NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]{1,3})?"
NUMBERS = re.compile(rf"({NUMBER}) ({NUMBER})\n")


def pair(line, form, kind):
    match = form.fullmatch(line)
    if match is None:
        sys.exit(f"not two numbers: {line!r}")
    return kind(match[1]), kind(match[2])


lines = sys.stdin.readlines()
if not lines:
    sys.exit("empty")
rooms, doors = pair(lines[0], INTEGERS, int)
if not 1 <= rooms <= 1000 or not 0 <= doors <= 5000:
    sys.exit(f"{rooms} rooms, {doors} doors")
if len(lines) != 1 + rooms + doors:
    sys.exit(f"{rooms + doors} lines promised, {len(lines) - 1} follow")
for line in lines[1 : rooms + 1]:
    volume, warmth = pair(line, NUMBERS, float)
    if not 1 <= volume <= 1000 or not -40 <= warmth <= 100:
        sys.exit(f"out of bounds: {line!r}")
for line in lines[rooms + 1 :]:
    a, b = pair(line, INTEGERS, int)
    if a == b or not 1 <= a <= rooms or not 1 <= b <= rooms:
        sys.exit(f"no such door: {line!r}")
sys.exit(42)
