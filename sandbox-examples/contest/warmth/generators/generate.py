#!/usr/bin/python3
"""Writes the test data of this problem into ../data, identically at every run."""

import random
from fractions import Fraction
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


def mixed(house, doors):
    warmth = [Fraction(t) for _, t in house]
    volume = [Fraction(v) for v, _ in house]
    for a, b in doors:
        together = volume[a - 1] * warmth[a - 1] + volume[b - 1] * warmth[b - 1]
        even = together / (volume[a - 1] + volume[b - 1])
        # Round to forty digits, which are precise enough, to bound the size of the fractions.
        warmth[a - 1] = warmth[b - 1] = Fraction(round(even * 10**40), 10**40)
    return warmth


def case(name, description, house, doors):
    stem = DATA / name
    stem.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{len(house)} {len(doors)}"]
    lines += [f"{v} {t}" for v, t in house] + [f"{a} {b}" for a, b in doors]
    Path(f"{stem}.in").write_text("\n".join(lines) + "\n")
    Path(f"{stem}.ans").write_text("".join(f"{float(t):.10f}\n" for t in mixed(house, doors)))
    Path(f"{stem}.desc").write_text(description + "\n")


chance = random.Random(451)


def thousandths(low, high):
    return f"{chance.randint(low, high) / 1000:.3f}"


def house(rooms):
    return [(thousandths(1000, 999999), thousandths(-40000, 100000)) for _ in range(rooms)]


def doors(rooms, count):
    return [tuple(chance.sample(range(1, rooms + 1), 2)) for _ in range(count)]


case("sample/1", "A kitchen with a stove, a parlour, a cold hall.",
     [("30", "24"), ("50", "16"), ("40", "4.5")], [(1, 2), (2, 3)])
case("secret/1-one-room", "A room without doors stays as it is.", [("12.5", "-7.25")], [])
case("secret/2-back-and-forth", "The same door again and again changes nothing more.",
     house(2), [(1, 2), (2, 1)] * 5)
case("secret/draughts/1-one-by-one", "A walk through the house, there and back.", house(200),
     [(a, a + 1) for a in range(1, 200)] + [(a + 1, a) for a in range(199, 0, -1)])
case("secret/draughts/2-party", "As many rooms and doors as allowed, at random.",
     house(1000), doors(1000, 5000))
