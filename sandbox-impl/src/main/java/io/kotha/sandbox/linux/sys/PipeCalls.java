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
   * Returns a wait for descriptors.
   *
   * @param wanted the events to wait for on each descriptor; errors are always among them
   */
  public Wait waitFor(int[] fds, int... wanted) {
    Pointer polls = kernel.allocate(POLLFD * fds.length);
    for (int i = 0; i < fds.length; i++) {
      polls.putInt((long) POLLFD * i, fds[i]);
      polls.putShort((long) POLLFD * i + 4, (short) wanted[i]);
    }
    return new Wait(kernel, polls, fds.length);
  }

  /** A wait for one or more descriptors, which can be repeated. Not thread-safe. */
  public static final class Wait {

    private final Native kernel;
    private final Pointer polls;
    private final int count;

    private Wait(Native kernel, Pointer polls, int count) {
      this.kernel = kernel;
      this.polls = polls;
      this.count = count;
    }

    /** Blocks until a descriptor has an event, an error or a hang-up, or a signal interrupts. */
    public void block() {
      if (kernel.libc().poll(polls, count, FOREVER) < 0) {
        for (int i = 0; i < count; i++) {
          polls.putShort((long) POLLFD * i + 6, (short) 0);
        }
      }
    }

    /** Returns the events that the last wait has seen on a descriptor, by its position. */
    public int events(int position) {
      return polls.getShort((long) POLLFD * position + 6);
    }
  }

  private long checked(String call, long result) throws NativeException {
    if (result < 0) {
      throw new NativeException(call, kernel.errno());
    }
    return result;
  }
}
