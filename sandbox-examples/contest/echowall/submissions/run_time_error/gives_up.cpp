// Dies of an uncaught exception (SIGABRT) during the interaction.
#include <iostream>
#include <stdexcept>
#include <string>

int main() {
  int length, shouts;
  std::cin >> length >> shouts;
  std::string reply;
  std::cout << "shout " << (length + 1) / 2 << std::endl;
  std::cin >> reply;
  if (reply != "echo") {
    throw std::runtime_error("this is going nowhere");
  }
}
