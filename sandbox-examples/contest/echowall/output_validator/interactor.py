#!/usr/bin/python3
"""
The interactor of "The Echoing Wall", in the ICPC problem package format.

    interactor.py input judge_answer feedback_dir/ [evasive] < from-submission > to-submission

The input is "n q", the first line that the submission reads; the judge answer is the position of
the crack. With the argument "evasive" the crack moves as long as that contradicts no earlier
reply, so that guessing does not help.

Exits with 42 (accepted) or 43 (wrong answer), with the reason in feedback_dir/judgemessage.txt.
Any other status means that the judge's files are invalid.
"""

import os
import re
import sys
import time
from typing import NoReturn

ACCEPTED, WRONG = 42, 43
LONGEST_LINE = 32  # "shout 1000000000" has 16
SHOUT = re.compile(rb"shout ([1-9][0-9]{0,9})")

# Seconds to wait before rejecting a submission that ended too early: the grader must see the
# submission's end first, because its failure, such as a crash, is the better verdict.
EARLY_END_DELAY = 0.1


class Ended(Exception):
    """The submission has closed its output."""


class Nonsense(Exception):
    """The submission wrote something that is not a line of the protocol."""


class Submission:
    """The two pipes to and from the submission. Reads are bounded; failed writes are ignored."""

    def __init__(self):
        self.pending = b""

    def read_line(self):
        while b"\n" not in self.pending:
            if len(self.pending) > LONGEST_LINE:
                raise Nonsense(f"a line that begins with {self.pending[:LONGEST_LINE]!r}")
            chunk = os.read(0, 4096)
            if not chunk:
                raise Ended
            self.pending += chunk
        line, self.pending = self.pending.split(b"\n", 1)
        if len(line) > LONGEST_LINE:
            raise Nonsense(f"a line that begins with {line[:LONGEST_LINE]!r}")
        return line.removesuffix(b"\r")

    def write_line(self, text):
        data = text.encode() + b"\n"
        try:
            while data:
                data = data[os.write(1, data) :]
        except BrokenPipeError:
            pass  # the reader is gone; output written before its end may still arrive

    def remains(self):
        """Returns output after the last reply, without white space; b"" at end-of-file."""
        said = self.pending.strip()
        while not said:
            chunk = os.read(0, 4096)
            if not chunk:
                break
            said = chunk.strip()
        return said[:LONGEST_LINE]


class Wall:
    """The position of the crack; for an evasive wall, the positions that are still possible."""

    def __init__(self, length, crack, evasive):
        self.first, self.last = (1, length) if evasive else (crack, crack)

    def reply(self, pace):
        if self.first == self.last == pace:
            return "echo"
        if pace < self.first:
            return "right"
        if pace > self.last:
            return "left"
        if pace - self.first > self.last - pace:
            self.last = pace - 1
            return "left"
        self.first = pace + 1
        return "right"


def interact(submission, wall, length, voice):
    """Returns the verdict and its reason."""
    submission.write_line(f"{length} {voice}")
    for shout in range(1, voice + 1):
        line = submission.read_line()
        match = SHOUT.fullmatch(line)
        if match is None:
            raise Nonsense(f"{line!r}")
        pace = int(match[1])
        if pace > length:
            return WRONG, f"shout {shout} at {pace}, beyond the wall of {length}"
        reply = wall.reply(pace)
        submission.write_line(reply)
        if reply == "echo":
            said = submission.remains()
            if said:
                return WRONG, f"found with shout {shout}, but then said {said!r}"
            return ACCEPTED, f"found at {pace} with shout {shout} of {voice}"
    line = submission.read_line()
    return WRONG, f"not found with {voice} shouts, and then {line!r}"


def judge(submission, wall, length, voice):
    try:
        return interact(submission, wall, length, voice)
    except Nonsense as nonsense:
        return WRONG, f"not a line of the protocol: {nonsense}"
    except Ended:
        time.sleep(EARLY_END_DELAY)
        return WRONG, "ended before it had found the crack"


def leave(verdict, reason, feedback) -> NoReturn:
    with open(os.path.join(feedback, "judgemessage.txt"), "a", encoding="utf-8") as message:
        message.write(reason + "\n")
    os._exit(verdict)  # end before the submission can fail because of the closed pipes


def main():
    input_file, answer_file, feedback, *arguments = sys.argv[1:]
    with open(input_file, encoding="ascii") as file:
        length, voice = map(int, file.read().split())
    with open(answer_file, encoding="ascii") as file:
        crack = int(file.read())
    if not 1 <= crack <= length:
        sys.exit(f"no crack at {crack} in a wall of {length}")
    evasive = "evasive" in arguments
    verdict, reason = judge(Submission(), Wall(length, crack, evasive), length, voice)
    leave(verdict, ("evasive wall: " if evasive else "") + reason, feedback)


main()
