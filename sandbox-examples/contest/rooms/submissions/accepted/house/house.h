#pragma once

#include <optional>
#include <vector>

/** Rooms 1..n and the one-way doors between them. */
class House {
 public:
  explicit House(int rooms) : leads_to(rooms + 1) {}

  void door(int from, int to) { leads_to[from].push_back(to); }

  /** The least number of doors from one room to another, if there is a way. */
  std::optional<int> doors_between(int from, int to) const;

 private:
  std::vector<std::vector<int>> leads_to;
};
