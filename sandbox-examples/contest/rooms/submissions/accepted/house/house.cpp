#include "house.h"

#include <queue>

std::optional<int> House::doors_between(int from, int to) const {
  std::vector<std::optional<int>> passed(leads_to.size());
  std::queue<int> queue;
  passed[from] = 0;
  queue.push(from);
  while (!queue.empty() && !passed[to]) {
    const int here = queue.front();
    queue.pop();
    for (const int there : leads_to[here]) {
      if (!passed[there]) {
        passed[there] = *passed[here] + 1;
        queue.push(there);
      }
    }
  }
  return passed[to];
}
