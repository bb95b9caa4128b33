// Breadth-first search in three files: a header, its source and this one.
#include <iostream>

#include "house.h"

int main() {
  int rooms, doors;
  std::cin >> rooms >> doors;
  House house(rooms);
  for (int i = 0; i < doors; i++) {
    int from, to;
    std::cin >> from >> to;
    house.door(from, to);
  }
  if (const auto passed = house.doors_between(1, rooms)) {
    std::cout << *passed << '\n';
  } else {
    std::cout << "sealed\n";
  }
}
