# Correct, with capital letters and extra blank lines and spaces. The default validator compares
# tokens, and accepts SEALED for sealed unless the problem sets case_sensitive.
import sys
from collections import deque

numbers = iter(map(int, sys.stdin.read().split()))
rooms, doors = next(numbers), next(numbers)
leads_to = [[] for _ in range(rooms + 1)]
for _ in range(doors):
    here = next(numbers)
    leads_to[here].append(next(numbers))

passed = {1: 0}
queue = deque([1])
while queue:
    here = queue.popleft()
    for there in leads_to[here]:
        if there not in passed:
            passed[there] = passed[here] + 1
            queue.append(there)

print("\n   ", passed.get(rooms, "SEALED"), "  \n\n")
