"""
HOSTILE: uses the network.

Tries:   services of the host on the loopback interface, abstract sockets of the host, any IPv4 or
         IPv6 route to the Internet, raw and packet sockets, sockets that other programs listen on.
Stopped: by the room's network namespace, which has no route, and by the missing capabilities (raw
         sockets).
Verdict: CORRECT; WRONG-ANSWER if any of them works.
Bound:   each address is tried once, for 0.2 s, and nothing is sent to it; Internet addresses are
         from the ranges reserved for documentation.
"""
import socket
import sys

PORTS = (22, 25, 53, 80, 111, 443, 631, 2375, 3306, 5005, 5432, 6379, 8000, 8080, 9229)


def connects(family, kind, address):
    try:
        with socket.socket(family, kind) as s:
            s.settimeout(0.2)
            s.connect(address)
            return True
    except socket.timeout:
        return True  # the connection failed later, so there is a route
    except OSError:
        return False


def opens(family, kind, protocol):
    try:
        socket.socket(family, kind, protocol).close()
        return True
    except OSError:
        return False


def lines(path):
    try:
        with open(path, errors="replace") as file:
            return file.read().splitlines()[1:]
    except OSError:
        return []


def loopback():
    return any(connects(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", port)) for port in PORTS)


def abstract():
    names = {line.split()[-1] for line in lines("/proc/net/unix")}
    return any(
        connects(socket.AF_UNIX, kind, "\0" + name[1:])
        for name in sorted(name for name in names if name.startswith("@"))[:50]
        for kind in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET)
    )


def routes():
    return (
        connects(socket.AF_INET, socket.SOCK_DGRAM, ("192.0.2.1", 9))
        or connects(socket.AF_INET, socket.SOCK_STREAM, ("198.51.100.1", 80))
        or connects(socket.AF_INET6, socket.SOCK_DGRAM, ("2001:db8::1", 9))
        or bool(lines("/proc/net/route"))
    )


def raw():
    return opens(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) or opens(
        socket.AF_PACKET, socket.SOCK_RAW, 0
    )


def listeners():
    sockets = lines("/proc/net/tcp") + lines("/proc/net/tcp6")
    return any(line.split()[3] == "0A" for line in sockets)


def solve():
    """The correct solution: simulates the doors in order."""
    numbers = iter(sys.stdin.read().split())
    rooms, doors = int(next(numbers)), int(next(numbers))
    house = [(float(next(numbers)), float(next(numbers))) for _ in range(rooms)]
    volume = [v for v, _ in house]
    warmth = [t for _, t in house]
    for _ in range(doors):
        a, b = int(next(numbers)) - 1, int(next(numbers)) - 1
        heat = volume[a] * warmth[a] + volume[b] * warmth[b]
        warmth[a] = warmth[b] = heat / (volume[a] + volume[b])
    print("\n".join(f"{t:.9f}" for t in warmth), flush=True)


if loopback() or abstract() or routes() or raw() or listeners():
    print("there is a way out")
else:
    solve()
