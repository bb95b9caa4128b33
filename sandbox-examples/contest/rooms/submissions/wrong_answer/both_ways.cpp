// Wrong: walks through doors against their direction.
#include <iostream>
#include <queue>
#include <vector>

int main() {
  int rooms, doors;
  std::cin >> rooms >> doors;
  std::vector<std::vector<int>> leads_to(rooms + 1);
  for (int i = 0; i < doors; i++) {
    int a, b;
    std::cin >> a >> b;
    leads_to[a].push_back(b);
    if (doors > 2) {  // passes the second sample
      leads_to[b].push_back(a);
    }
  }
  std::vector<int> passed(rooms + 1, -1);
  std::queue<int> queue({1});
  passed[1] = 0;
  while (!queue.empty()) {
    const int here = queue.front();
    queue.pop();
    for (const int there : leads_to[here]) {
      if (passed[there] < 0) {
        passed[there] = passed[here] + 1;
        queue.push(there);
      }
    }
  }
  if (passed[rooms] < 0) {
    std::cout << "sealed\n";
  } else {
    std::cout << passed[rooms] << '\n';
  }
}
