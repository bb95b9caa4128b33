# Wrong: loses its voice on the way along the wall. That nobody listens any more shows here as an
# EOFError, or a broken pipe, and as exit status 1; the verdict is that of the interactor all the
# same, which had ended first.
length, _ = map(int, input().split())
for pace in range(1, length + 1):
    print("shout", pace, flush=True)
    if input() == "echo":
        break
