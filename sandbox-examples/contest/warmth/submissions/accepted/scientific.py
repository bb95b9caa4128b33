# Correct, with other notations of numbers: exponents, signs, all on one line, wrong in the tenth
# digit.
import sys

numbers = iter(sys.stdin.read().split())
rooms, doors = int(next(numbers)), int(next(numbers))
volume, warmth = [], []
for _ in range(rooms):
    volume.append(float(next(numbers)))
    warmth.append(float(next(numbers)))
for _ in range(doors):
    a, b = int(next(numbers)) - 1, int(next(numbers)) - 1
    heat = volume[a] * warmth[a] + volume[b] * warmth[b]
    warmth[a] = warmth[b] = heat / (volume[a] + volume[b])
print(*(f"{t * (1 + 1e-9):+.12E}" for t in warmth))
