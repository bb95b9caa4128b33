// Tries to outlive a limit on time: evade TRICK
//   sleep    uses no processor time at all
//   double   has a grandchild burn whose parent is gone
//   setsid   has a child burn in a session of its own
//   stop     stops itself
//   ignore   burns, deaf to every signal that it can be deaf to
//   chain    burns in a chain of processes, none of which lives long enough to be seen using much
//   threads  burns on every processor
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

// What is forked off dies with the room only: the first process waits for it for ever.
static void away(void (*act)(void)) {
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
  if (!strcmp(trick, "double")) away(burn_orphaned);
  if (!strcmp(trick, "setsid")) away(burn_in_session);
  if (!strcmp(trick, "stop")) raise(SIGSTOP);
  if (!strcmp(trick, "ignore")) burn_alone();
  if (!strcmp(trick, "chain")) away(burn_in_turns);
  if (!strcmp(trick, "threads"))
    for (long i = sysconf(_SC_NPROCESSORS_ONLN); i > 0; i--) pthread_create(&thread, 0, burn, 0);
  rest();
}
