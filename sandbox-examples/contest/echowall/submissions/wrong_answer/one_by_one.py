# Wrong: needs too many shouts. After the interactor has ended, this program fails with an EOFError
# or a BrokenPipeError and exit status 1; the interactor's verdict counts, because it ended first.
length, _ = map(int, input().split())
for pace in range(1, length + 1):
    print("shout", pace, flush=True)
    if input() == "echo":
        break
