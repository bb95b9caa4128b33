package io.kotha.sandbox.linux.sys;

import jnr.ffi.Pointer;

/** System calls that move data between pipes without copying it into the JVM. */
public final class PipeCalls {

  private static final int SPLICE_F_NONBLOCK = 2;
  private static final int F_SETPIPE_SZ = 1031;
  private static final int POLLFD = 8;
  private static final int FOREVER = -1;

  private final Native kernel;

  public PipeCalls(Native kernel) {
    this.kernel = kernel;
  }

  /** Reduces the capacity of an empty pipe to one buffer, a page: it is then full or empty. */
  public void shrink(int fd) throws NativeException {
    checked("fcntl", kernel.libc().fcntl(fd, F_SETPIPE_SZ, 1));
  }

  /**
   * Duplicates what one pipe holds into another, without taking it out and without blocking.
   *
   * @return the number of bytes, 0 at the end of the file
   * @throws NativeException with EAGAIN if the first pipe is empty or the second one full
   */
  public int tee(int from, int to) throws NativeException {
    return (int) checked("tee", kernel.libc().tee(from, to, Integer.MAX_VALUE, SPLICE_F_NONBLOCK));
  }

  /**
   * Moves at most so many bytes from a pipe to another file, without blocking on a pipe.
   *
   * @return the number of bytes, 0 at the end of the file
   * @throws NativeException with EAGAIN if nothing can be moved now
   */
  public int splice(int from, int to, int max) throws NativeException {
    return (int)
        checked("splice", kernel.libc().splice(from, null, to, null, max, SPLICE_F_NONBLOCK));
  }

  /**
   * Blocks until one of the descriptors has an event, an error or a hang-up.
   *
   * @param wanted the events to wait for on each descriptor; errors are always among them
   * @return the events of each descriptor; all 0 if a signal has interrupted the wait
   */
  public int[] await(int[] fds, int... wanted) {
    Pointer polls = kernel.allocate(POLLFD * fds.length);
    for (int i = 0; i < fds.length; i++) {
      polls.putInt((long) POLLFD * i, fds[i]);
      polls.putShort((long) POLLFD * i + 4, (short) wanted[i]);
    }
    int[] events = new int[fds.length];
    if (kernel.libc().poll(polls, fds.length, FOREVER) > 0) {
      for (int i = 0; i < fds.length; i++) {
        events[i] = polls.getShort((long) POLLFD * i + 6);
      }
    }
    return events;
  }

  private long checked(String call, long result) throws NativeException {
    if (result < 0) {
      throw new NativeException(call, kernel.errno());
    }
    return result;
  }
}
