/* spoil once|loop: changes whatever it can of the terminal and of the open file on fd 0, once or
 * until it is killed; prints "spoiled" and the number of changes that succeeded. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static int spoil(void) {
  struct winsize tiny = {1, 1, 1, 1};
  struct termios modes;
  int discipline = 3, changes = 0;
  tcgetattr(0, &modes);
  modes.c_iflag &= ~ICRNL;
  modes.c_oflag &= ~OPOST;
  modes.c_lflag &= ~(ECHO | ICANON | ISIG);
  modes.c_cc[VINTR] = 'x';
  cfsetspeed(&modes, B50);
  changes += tcsetattr(0, TCSANOW, &modes) == 0;
  changes += ioctl(0, TIOCSWINSZ, &tiny) == 0;
  changes += ioctl(0, TIOCEXCL) == 0;
  changes += tcflow(0, TCOOFF) == 0;
  changes += fcntl(0, F_SETFL, O_NONBLOCK | O_APPEND | O_ASYNC) == 0;
  fchmod(0, 0666); /* only an ordinary user's payload owns the terminal */
  ioctl(0, TIOCSETD, &discipline); /* the default policy refuses it */
  return changes;
}

int main(int argc, char **argv) {
  printf("spoiled %d\n", spoil());
  fflush(stdout);
  while (argc > 1 && !strcmp(argv[1], "loop")) spoil();
  return 0;
}
