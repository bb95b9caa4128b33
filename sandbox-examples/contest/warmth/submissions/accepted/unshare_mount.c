/*
 * HOSTILE: changes its namespaces and mounts.
 *
 * Tries:   new namespaces, by unshare and by clone; other namespaces, by setns; chroot, as the
 *          first half of the classic escape; mounts by the old and the new interface, unmounting;
 *          device nodes; file handles from outside of its root; another host name; io_uring.
 * Stopped: by a user namespace without capabilities, and by seccomp; a nested user namespace, which
 *          would give all capabilities back, by seccomp alone.
 * Verdict: CORRECT; WRONG-ANSWER at the first attempt that succeeds.
 * Bound:   it stops at the first success, and tries new namespaces first: a process that may mount
 *          is in a new mount namespace by then.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#ifndef SYS_io_uring_setup
#define SYS_io_uring_setup 425
#endif
#ifndef SYS_open_tree
#define SYS_open_tree 428
#endif
#ifndef SYS_fsopen
#define SYS_fsopen 430
#endif

/* The correct solution: simulates the doors in order. */
static void solve(void) {
  static double volume[1001], warmth[1001];
  int rooms, doors;
  if (scanf("%d %d", &rooms, &doors) != 2) exit(1);
  for (int i = 1; i <= rooms; i++)
    if (scanf("%lf %lf", &volume[i], &warmth[i]) != 2) exit(1);
  for (int i = 0; i < doors; i++) {
    int a, b;
    if (scanf("%d %d", &a, &b) != 2) exit(1);
    double heat = volume[a] * warmth[a] + volume[b] * warmth[b];
    warmth[a] = warmth[b] = heat / (volume[a] + volume[b]);
  }
  for (int i = 1; i <= rooms; i++) printf("%.9f\n", warmth[i]);
}

static int unshares(void) {
  static const int kinds[] = {CLONE_NEWUSER, CLONE_NEWNS,  CLONE_NEWPID,   CLONE_NEWNET,
                              CLONE_NEWIPC,  CLONE_NEWUTS, CLONE_NEWCGROUP};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (unshare(kinds[i]) == 0) return 1;
  return 0;
}

static int clones(void) {
  long child = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL);
  if (child == 0) _exit(0);
  return child > 0;
}

static int joins(void) {
  static const char *const kinds[] = {"mnt", "net", "ipc", "uts", "cgroup", "pid"};
  char path[64];
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    snprintf(path, sizeof path, "/proc/self/ns/%s", kinds[i]);
    int ns = open(path, O_RDONLY);
    if (ns >= 0 && setns(ns, 0) == 0) return 1;
  }
  return 0;
}

static int changes_root(void) { return chroot("/tmp") == 0; }

static int mounts(void) {
  return mount("none", "/tmp", "tmpfs", 0, "size=4k") == 0 ||
         mount("/usr", "/tmp", NULL, MS_BIND, NULL) == 0 ||
         mount("none", "/", NULL, MS_REMOUNT | MS_BIND, NULL) == 0;
}

static int mounts_anew(void) {
  enum { CLONE_THE_TREE = 1 };
  return syscall(SYS_fsopen, "tmpfs", 0) >= 0 ||
         syscall(SYS_open_tree, AT_FDCWD, "/tmp", CLONE_THE_TREE) >= 0;
}

static int unmounts(void) { return umount2("/tmp", MNT_DETACH) == 0; }

static int makes_a_device(void) {
  return mknod("disk", S_IFBLK | 0600, makedev(8, 0)) == 0 ||
         mknod("memory", S_IFCHR | 0600, makedev(1, 1)) == 0;
}

static int opens_by_handle(void) {
  union {
    struct file_handle handle;
    char room[sizeof(struct file_handle) + MAX_HANDLE_SZ];
  } root;
  int mount_id, anything = open("/", O_RDONLY | O_DIRECTORY);
  memset(&root, 0, sizeof root);
  root.handle.handle_bytes = MAX_HANDLE_SZ;
  return name_to_handle_at(AT_FDCWD, "/usr", &root.handle, &mount_id, 0) == 0 &&
         open_by_handle_at(anything, &root.handle, O_RDONLY) >= 0;
}

static int renames_the_host(void) { return sethostname("mine", 4) == 0; }

static int has_a_ring(void) {
  char parameters[256] = {0};
  return syscall(SYS_io_uring_setup, 4, parameters) >= 0;
}

int main(void) {
  static int (*const attempts[])(void) = {
      unshares,    clones,   joins,          changes_root,    mounts,
      mounts_anew, unmounts, makes_a_device, opens_by_handle, renames_the_host,
      has_a_ring};
  for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
    if (attempts[i]()) {
      printf("attempt %zu was granted\n", i);
      return 0;
    }
  }
  solve();
}
