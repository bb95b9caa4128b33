/*
 * HOSTILE: steals the answer.
 *
 * Tries:   finds the file of its stdin and reads the .ans beside it; otherwise searches every
 *          accessible directory, and those of visible processes, for files named *.ans, and prints
 *          the one whose .in equals its input, or else any.
 * Stopped: by the room's own root: the test data are not in it, and stdin is a pipe.
 * Verdict: WRONG-ANSWER, at the first test case. CORRECT if it can reach the answers.
 * Bound:   it reads 200,000 directory entries at most, 16 levels deep.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_ENTRIES = 200000, DEEPEST = 16, SIZE = 1 << 17 };

static char given[SIZE], other[SIZE], any[SIZE];
static int entries;

static size_t slurp(const char *path, char *into) {
  FILE *file = fopen(path, "r");
  size_t length = file ? fread(into, 1, SIZE - 1, file) : 0;
  into[length] = 0;
  if (file) fclose(file);
  return length;
}

static void boast(const char *answer) {
  fputs(answer, stdout);
  exit(0);
}

/* Prints the answer at once when its input is the one given. */
static void consider(const char *path) {
  char input[4096];
  if (slurp(path, other) == 0) return;
  strcpy(any, other);
  snprintf(input, sizeof input, "%.*s.in", (int)strlen(path) - 4, path);
  if (slurp(input, other) > 0 && strcmp(other, given) == 0) boast(any);
}

/* Skip the toolchain, which is large, and the kernel's file systems: neither has judge's files. */
static int dull(const char *path) {
  static const char *const names[] = {"//usr",  "//lib", "//lib64", "//bin",
                                      "//sbin", "//sys", "//proc",  "//dev"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(path, names[i]) == 0) return 1;
  return 0;
}

static void search(const char *directory, int depth) {
  DIR *open = depth < DEEPEST ? opendir(directory) : NULL;
  for (struct dirent *entry; open && (entry = readdir(open)) && entries++ < MOST_ENTRIES;) {
    char path[4096];
    size_t length = strlen(entry->d_name);
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    int needed = snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
    if (needed >= (int)sizeof path) continue;
    if (entry->d_type == DT_DIR && !dull(path)) search(path, depth + 1);
    else if (length > 4 && strcmp(entry->d_name + length - 4, ".ans") == 0) consider(path);
  }
  if (open) closedir(open);
}

static void search_processes(void) {
  DIR *proc = opendir("/proc");
  for (struct dirent *entry; proc && (entry = readdir(proc));) {
    char path[300];
    if (!isdigit((unsigned char)entry->d_name[0]) || atoi(entry->d_name) == getpid()) continue;
    snprintf(path, sizeof path, "/proc/%s/cwd", entry->d_name);
    search(path, DEEPEST - 4);
    snprintf(path, sizeof path, "/proc/%s/root/", entry->d_name);
    search(path, DEEPEST - 6);
  }
  if (proc) closedir(proc);
}

int main(void) {
  given[fread(given, 1, SIZE - 1, stdin)] = 0;
  char path[4096];
  ssize_t length = readlink("/proc/self/fd/0", path, sizeof path - 8);
  if (length > 3 && path[0] == '/') {
    strcpy(path + length - 3, ".ans");
    if (slurp(path, any) > 0) boast(any);
  }
  search(".", 0);
  search("..", DEEPEST - 4);
  search("/", 0);
  search_processes();
  boast(any[0] ? any : "-1\n");
}
