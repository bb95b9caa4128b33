package io.kotha.sandbox.linux.sys;

import java.lang.ref.Reference;
import jnr.ffi.Pointer;

/** System calls on lock files. An interrupt of the calling thread does not affect them. */
public final class LockCalls {

  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0100;
  private static final int OWNER_ONLY = 0600;

  private static final int F_OFD_SETLK = 37;
  private static final short F_WRLCK = 1;
  private static final int STRUCT_FLOCK = 32;

  private final Native kernel;

  /** Creates the calls of this kernel. */
  public LockCalls(Native kernel) {
    this.kernel = kernel;
  }

  /**
   * Opens a file for reading and writing, and creates it for its owner only if it is missing; ELOOP
   * if it is a symbolic link.
   */
  public int openLockFile(String path) throws NativeException {
    return kernel.open(path, O_RDWR | O_CREAT | FileCalls.O_NOFOLLOW, OWNER_ONLY);
  }

  /** Closes a descriptor. */
  public void close(int fd) {
    kernel.close(fd);
  }

  /**
   * Takes an exclusive open file description lock on the whole file: {@code fcntl(2)}.
   *
   * @return whether the lock was free
   */
  public boolean tryLock(int fd) throws NativeException {
    Pointer lock = kernel.allocate(STRUCT_FLOCK); // zeros: from offset 0 to the end, and no pid
    lock.putShort(0, F_WRLCK);
    try {
      while (kernel.libc().fcntl(fd, F_OFD_SETLK, lock.address()) < 0) {
        int errno = kernel.errno();
        if (errno == Errno.EAGAIN || errno == Errno.EACCES) {
          return false;
        } else if (errno != Errno.EINTR) {
          throw new NativeException("fcntl(F_OFD_SETLK)", errno);
        }
      }
      return true;
    } finally {
      Reference.reachabilityFence(lock);
    }
  }

  /** Returns the first bytes of a file, at most so many. */
  public byte[] read(int fd, int max) throws NativeException {
    Pointer block = kernel.allocate(max);
    int done = 0;
    while (done < max) {
      long n = kernel.libc().pread(fd, block.slice(done), max - done, done);
      if (n == 0) {
        break;
      }
      done += transferred("pread", n);
    }
    byte[] content = new byte[done];
    block.get(0, content, 0, done);
    return content;
  }

  /** Replaces the first bytes of a file. */
  public void write(int fd, byte[] content) throws NativeException {
    Pointer block = kernel.allocate(content.length);
    block.put(0, content, 0, content.length);
    try {
      for (int done = 0; done < content.length; ) {
        long n = kernel.libc().pwrite(fd, block.slice(done), content.length - done, done);
        done += transferred("pwrite", n);
      }
    } finally {
      Reference.reachabilityFence(block);
    }
  }

  private int transferred(String call, long n) throws NativeException {
    if (n >= 0) {
      return (int) n;
    }
    int errno = kernel.errno();
    if (errno == Errno.EINTR) {
      return 0;
    }
    throw new NativeException(call, errno);
  }
}
