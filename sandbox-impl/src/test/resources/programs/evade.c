// Tries to outlive a time limit: evade TRICK
//   sleep    uses no CPU time at all
//   double   an orphaned grandchild uses the CPU
//   setsid   a child in a session of its own uses the CPU
//   stop     stops itself
//   ignore   uses the CPU and ignores every signal that it can
//   chain    uses the CPU in a chain of processes, each too short-lived to be noticed
//   threads  uses every CPU
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double used(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *burn(void *nothing) {
  for (volatile unsigned long n = 0;; n++) continue;
  return nothing;
}

static void rest(void) {
  for (;;) pause();
}

// Acts in a child. The parent never exits, so that the child ends only with the room.
static void in_child(void (*act)(void)) {
  if (fork() != 0) rest();
  act();
}

static void burn_alone(void) {
  burn(0);
}

static void burn_in_session(void) {
  setsid();
  burn(0);
}

static void burn_orphaned(void) {
  setsid();
  if (fork() == 0) burn(0);
  _exit(0);
}

static void burn_in_turns(void) {
  do {
    while (used() < 0.003) continue;
  } while (fork() == 0);
  _exit(0);
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  const char *trick = argv[1];
  pthread_t thread;
  for (int i = 1; i < 32; i++) signal(i, i == SIGCHLD ? SIG_DFL : SIG_IGN);
  if (!strcmp(trick, "sleep")) rest();
  if (!strcmp(trick, "double")) in_child(burn_orphaned);
  if (!strcmp(trick, "setsid")) in_child(burn_in_session);
  if (!strcmp(trick, "stop")) raise(SIGSTOP);
  if (!strcmp(trick, "ignore")) burn_alone();
  if (!strcmp(trick, "chain")) in_child(burn_in_turns);
  if (!strcmp(trick, "threads"))
    for (long i = sysconf(_SC_NPROCESSORS_ONLN); i > 0; i--) pthread_create(&thread, 0, burn, 0);
  rest();
}
