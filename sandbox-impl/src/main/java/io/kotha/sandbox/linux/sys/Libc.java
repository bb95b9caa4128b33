package io.kotha.sandbox.linux.sys;

import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library that Kotha calls, each documented by its man page.
 *
 * <p>This interface is public because jnr-ffi implements it in a class loader of its own.
 */
@SuppressWarnings("MethodName") // the names of the C library
public interface Libc {

  int socketpair(int domain, int type, int protocol, Pointer pair);

  long sendmsg(int socket, Pointer message, int flags);

  long recvmsg(int socket, Pointer message, int flags);

  int shutdown(int socket, int how);

  int waitid(int kind, int id, Pointer info, int options);

  int pipe2(Pointer pair, int flags);

  int memfd_create(String name, int flags);

  int open(String path, int flags, int mode);

  int close(int fd);

  long read(int fd, Pointer to, long count);

  long write(int fd, Pointer from, long count);

  long pread(int fd, Pointer to, long count, long offset);

  long pwrite(int fd, Pointer from, long count, long offset);

  int fcntl(int fd, int command, long argument);

  int ioctl(int fd, long request, Pointer argument);

  int ioctl(int fd, long request, long argument);

  long tee(int from, int to, long count, int flags);

  long splice(
      int from,
      @Nullable Pointer fromOffset,
      int to,
      @Nullable Pointer toOffset,
      long n,
      int flags);

  int getpgrp();

  int sigprocmask(int how, Pointer set, @Nullable Pointer old);

  int fchmod(int fd, int mode);

  int fchown(int fd, int uid, int gid);

  int ftruncate(int fd, long length);

  int mkdirat(int directory, Pointer name, int mode);

  int unlinkat(int directory, Pointer name, int flags);

  int epoll_create1(int flags);

  int poll(Pointer descriptors, long count, int timeoutMillis);

  int epoll_ctl(int epoll, int operation, int fd, Pointer event);

  int epoll_wait(int epoll, Pointer events, int maxEvents, int timeoutMillis);

  int waitpid(int pid, Pointer status, int options);

  int kill(int pid, int signal);

  int geteuid();

  int getegid();

  int getrlimit(int resource, Pointer limits);

  int posix_spawn(
      Pointer pid, String path, Pointer actions, Pointer attributes, Pointer argv, Pointer envp);

  int posix_spawn_file_actions_init(Pointer actions);

  int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

  int posix_spawn_file_actions_destroy(Pointer actions);

  int posix_spawnattr_init(Pointer attributes);

  int posix_spawnattr_setflags(Pointer attributes, short flags);

  int posix_spawnattr_setsigmask(Pointer attributes, Pointer mask);

  int posix_spawnattr_setsigdefault(Pointer attributes, Pointer set);

  int posix_spawnattr_destroy(Pointer attributes);

  /** Always takes six arguments: a binding of fixed arity is several times faster. */
  long syscall(long number, long a, long b, long c, long d, long e, long f);
}
