/*
 * HOSTILE: looks for secrets of the host.
 *
 * Tries:   the password file, keys and sockets of the host; variables of the environment; the
 *          environment and command line of process 1; file descriptors left open.
 * Stopped: by the room's own root, an empty environment and descriptor table, and a non-dumpable
 *          init.
 * Verdict: CORRECT; WRONG-ANSWER if it finds anything.
 * Bound:   it only reads, and prints nothing that it has read.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The correct solution: the fewest doors from room 1 to room n, by relaxation. */
static void solve(void) {
  static int from[5000], to[5000], passed[1001];
  int rooms, doors;
  if (scanf("%d %d", &rooms, &doors) != 2) exit(1);
  for (int i = 0; i < doors; i++)
    if (scanf("%d %d", &from[i], &to[i]) != 2) exit(1);
  for (int room = 2; room <= rooms; room++) passed[room] = -1;
  for (int changed = 1; changed;) {
    changed = 0;
    for (int i = 0; i < doors; i++) {
      int there = passed[from[i]] + 1;
      if (there > 0 && (passed[to[i]] < 0 || passed[to[i]] > there)) {
        passed[to[i]] = there;
        changed = 1;
      }
    }
  }
  if (passed[rooms] < 0) puts("sealed");
  else printf("%d\n", passed[rooms]);
}

extern char **environ;

static int readable(const char *path) {
  char byte;
  int fd = open(path, O_RDONLY | O_NONBLOCK);
  if (fd < 0) return 0;
  int got = read(fd, &byte, 1) == 1;
  close(fd);
  return got;
}

static int there(const char *path) {
  struct stat any;
  return stat(path, &any) == 0;
}

static int open_descriptors(void) {
  for (int fd = 3; fd < 1024; fd++)
    if (fcntl(fd, F_GETFD) >= 0) return 1;
  return 0;
}

/* Variables that a judge may set; any other one leaked from the host. */
static int harmless(const char *variable) {
  static const char *const names[] = {"PATH=", "HOME=",   "LANG=", "LC_ALL=",
                                      "PWD=",  "TMPDIR=", "TERM=", "LC_CTYPE="};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strncmp(variable, names[i], strlen(names[i])) == 0) return 1;
  return 0;
}

int main(void) {
  static const char *const files[] = {
      "/etc/shadow",         "/etc/gshadow",         "/etc/sudoers",        "/etc/machine-id",
      "/root/.ssh/id_rsa",   "/root/.bash_history",  "/root/.m2/settings.xml",
      "/etc/ssh/ssh_host_ed25519_key",               "/proc/1/environ",     "/proc/kcore",
      "/proc/1/root/etc/shadow",                     "/dev/mem",            "/dev/sda"};
  static const char *const places[] = {"/var/run/docker.sock", "/run/docker.sock", "/run/secrets",
                                       "/run/containerd", "/run/systemd/private"};
  int leak = open_descriptors(); /* before this program opens any */
  for (char **variable = environ; *variable; variable++) leak |= !harmless(*variable);
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) leak |= readable(files[i]);
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) leak |= there(places[i]);
  if (leak) puts("I know something");
  else solve();
}
