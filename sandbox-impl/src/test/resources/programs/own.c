/*
 * A process names itself and its own threads by number, and its child traces it, as LeakSanitizer
 * does. Prints a line for each call.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void report(const char *what, int err) {
  printf("%s %s\n", what, err ? strerrorname_np(err) : "ok");
}

static void *sleeper(void *tid) {
  __atomic_store_n((pid_t *)tid, (pid_t)syscall(SYS_gettid), __ATOMIC_SEQ_CST);
  for (;;) pause();
}

/* Attaches to its parent, waits for it to stop, and lets it go on. */
static int trace_parent(void) {
  pid_t tracee = getppid();
  if (ptrace(PTRACE_ATTACH, tracee, 0, 0) || waitpid(tracee, 0, __WALL) != tracee) return errno;
  return ptrace(PTRACE_DETACH, tracee, 0, 0) ? errno : 0;
}

int main(void) {
  pid_t thread = 0;
  pthread_t handle;
  struct sched_param none = {0};
  struct rlimit limit;
  cpu_set_t cpus;
  int status;
  pthread_create(&handle, 0, sleeper, &thread);
  while (!__atomic_load_n(&thread, __ATOMIC_SEQ_CST)) sched_yield();
  sched_getaffinity(0, sizeof cpus, &cpus);
  getrlimit(RLIMIT_CORE, &limit);
  report("affinity of itself", sched_setaffinity(getpid(), sizeof cpus, &cpus) ? errno : 0);
  report("affinity of a thread", sched_setaffinity(thread, sizeof cpus, &cpus) ? errno : 0);
  report("scheduler of a thread", pthread_setschedparam(handle, SCHED_OTHER, &none));
  report("priority of itself", setpriority(PRIO_PROCESS, (id_t)getpid(), 5) ? errno : 0);
  report("priority of a thread", setpriority(PRIO_PROCESS, (id_t)thread, 6) ? errno : 0);
  report("limit of itself", prlimit(getpid(), RLIMIT_CORE, &limit, 0) ? errno : 0);
  fflush(stdout);
  prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
  pid_t child = fork();
  if (!child) _exit(trace_parent());
  while (waitpid(child, &status, 0) != child) continue;
  report("tracing by its child", WIFEXITED(status) ? WEXITSTATUS(status) : EINTR);
  return 0;
}
