/*
 * HOSTILE: pretends to have ended.
 *
 * Tries:   prints the right answer, closes stdin, stdout and stderr, and keeps using the CPU: a
 *          grader that treats EOF as the end no longer measures its time.
 * Stopped: by clocks that run until the last process of the room is dead.
 * Verdict: TIMELIMIT. CORRECT if the grader treats EOF as the end.
 * Bound:   one minute.
 */
#include <unistd.h>

#include <chrono>
#include <iomanip>
#include <iostream>
#include <vector>

static void solve() {
  int rooms, doors;
  std::cin >> rooms >> doors;
  std::vector<double> volume(rooms), warmth(rooms);
  for (int i = 0; i < rooms; i++) {
    std::cin >> volume[i] >> warmth[i];
  }
  for (int i = 0; i < doors; i++) {
    int a, b;
    std::cin >> a >> b;
    a--, b--;
    const double heat = volume[a] * warmth[a] + volume[b] * warmth[b];
    warmth[a] = warmth[b] = heat / (volume[a] + volume[b]);
  }
  std::cout << std::setprecision(12);
  for (const double t : warmth) {
    std::cout << t << '\n';
  }
  std::cout.flush();
}

int main() {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::minutes(1);
  solve();
  for (int fd = 0; fd < 3; fd++) {
    close(fd);
  }
  while (Clock::now() < end) {
  }
}
