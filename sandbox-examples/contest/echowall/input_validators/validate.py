#!/usr/bin/python3
"""Exits with 42 if the standard input is valid by the problem statement."""

import re
import sys

match = re.fullmatch(r"([1-9][0-9]*) ([1-9][0-9]*)\n", sys.stdin.read())
if match is None:
    sys.exit("not one line of two integers")
length, voice = int(match[1]), int(match[2])
if length > 10**9:
    sys.exit(f"too long: {length}")
if not length.bit_length() <= voice <= 1000:
    sys.exit(f"{voice} shouts for {length} paces")
sys.exit(42)
