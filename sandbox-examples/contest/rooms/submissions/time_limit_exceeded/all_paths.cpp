// Too slow: tries every path through the house. The mansion has 2^40 of them.
#include <algorithm>
#include <iostream>
#include <vector>

static int rooms, doors, best = -1;
static std::vector<std::vector<int>> leads_to;
static std::vector<bool> visited;

static void walk(int room, int passed) {
  if (room == rooms) {
    best = best < 0 ? passed : std::min(best, passed);
    return;
  }
  visited[room] = true;
  for (const int next : leads_to[room]) {
    if (!visited[next]) {
      walk(next, passed + 1);
    }
  }
  visited[room] = false;
}

int main() {
  std::cin >> rooms >> doors;
  leads_to.resize(rooms + 1);
  visited.resize(rooms + 1);
  for (int i = 0; i < doors; i++) {
    int a, b;
    std::cin >> a >> b;
    leads_to[a].push_back(b);
  }
  walk(1, 0);
  if (best < 0) {
    std::cout << "sealed\n";
  } else {
    std::cout << best << '\n';
  }
}
