# Binary search.
first = 1
last, _ = map(int, input().split())
reply = None
while reply != "echo":
    middle = (first + last) // 2
    print("shout", middle, flush=True)
    reply = input()
    if reply == "left":
        last = middle - 1
    elif reply == "right":
        first = middle + 1
