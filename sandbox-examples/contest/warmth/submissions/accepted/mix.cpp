// Simulates the doors in order.
#include <iomanip>
#include <iostream>
#include <vector>

struct Room {
  double volume, warmth;
};

int main() {
  int rooms, doors;
  std::cin >> rooms >> doors;
  std::vector<Room> house(rooms);
  for (Room& room : house) {
    std::cin >> room.volume >> room.warmth;
  }
  for (int i = 0; i < doors; i++) {
    int a, b;
    std::cin >> a >> b;
    Room &one = house[a - 1], &other = house[b - 1];
    const double heat = one.volume * one.warmth + other.volume * other.warmth;
    one.warmth = other.warmth = heat / (one.volume + other.volume);
  }
  std::cout << std::setprecision(12);
  for (const Room& room : house) {
    std::cout << room.warmth << '\n';
  }
}
