#!/usr/bin/python3
"""Writes the test data of this problem into ../data, identically at every run."""

import random
from collections import deque
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


def fewest(rooms, doors):
    leads_to = [[] for _ in range(rooms + 1)]
    for a, b in doors:
        leads_to[a].append(b)
    distance = {1: 0}
    queue = deque([1])
    while queue:
        here = queue.popleft()
        for there in leads_to[here]:
            if there not in distance:
                distance[there] = distance[here] + 1
                queue.append(there)
    return distance.get(rooms, "sealed")


def case(name, description, rooms, doors):
    stem = DATA / name
    stem.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{rooms} {len(doors)}"] + [f"{a} {b}" for a, b in doors]
    Path(f"{stem}.in").write_text("\n".join(lines) + "\n")
    Path(f"{stem}.ans").write_text(f"{fewest(rooms, doors)}\n")
    Path(f"{stem}.desc").write_text(description + "\n")


chance = random.Random(2026)

case("sample/1", "A short way and a shorter one.", 5,
     [(1, 2), (2, 3), (3, 5), (1, 4), (4, 5)])
case("sample/2", "The only door out opens the wrong way.", 3, [(1, 2), (3, 2)])

case("secret/01-at-the-exit", "One room: nothing to pass.", 1, [])
case("secret/02-no-doors", "Two rooms and no door at all.", 2, [])
case("secret/03-loops", "Doors that lead nowhere new, and some of them twice.", 4,
     [(1, 1), (1, 2), (2, 2), (1, 2), (2, 1), (2, 3), (3, 3), (2, 3), (3, 4), (4, 4)])

corridor = [(room, room + 1) for room in range(1, 1000)]
chance.shuffle(corridor)
case("secret/corridors/1-long", "The longest way there can be.", 1000, corridor)
backwards = [(room, room + 1) for room in range(1, 500)]
backwards += [(chance.randint(room + 5, 500), room) for room in range(1, 490, 7)]
case("secret/corridors/2-one-way", "Short cuts that open against the way.", 500, backwards)

halls = 40
diamonds = []
for hall in range(halls):
    entry = 3 * hall + 1
    left, right, exit_ = entry + 1, entry + 2, entry + 3
    diamonds += [(entry, left), (entry, right), (left, exit_), (right, exit_)]
case("secret/mansion/1-two-doors-each", "2 to the 40 ways, all of them shortest.",
     3 * halls + 1, diamonds)
maze = [(chance.randint(1, 1000), chance.randint(1, 1000)) for _ in range(5000)]
case("secret/mansion/2-maze", "As many rooms and doors as allowed, at random.", 1000, maze)
