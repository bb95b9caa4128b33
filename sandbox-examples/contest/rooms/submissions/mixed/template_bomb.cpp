/*
 * @EXPECTED_RESULTS@: COMPILER-ERROR
 *
 * HOSTILE: makes the compiler run without end.
 *
 * Tries:   half a million template instances, nested at most 18 levels deep, so that no limit of
 *          the compiler itself is reached.
 * Stopped: by the limits of the compiler's room: this package allows a compilation 512 MiB
 *          (compilation_memory; reached first) and 20 s (compilation_time).
 * Verdict: COMPILER-ERROR. No limits: it compiles, and fails the second sample: WRONG-ANSWER.
 * Bound:   1.6 GB, and half a minute or so.
 */
#include <cstdio>

template <unsigned Depth, unsigned long Number>
struct Room {
  static constexpr unsigned long rooms =
      Room<Depth - 1, 2 * Number>::rooms + Room<Depth - 1, 2 * Number + 1>::rooms;
};

template <unsigned long Number>
struct Room<0, Number> {
  static constexpr unsigned long rooms = 1;
};

static_assert(Room<18, 1>::rooms == 1 << 18);

int main() { std::puts("2"); }
