package io.kotha.sandbox.linux.sys;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.Pointer;

/**
 * System calls on files that others may exchange at any time: {@code openat2(2)} and calls on
 * descriptors. None follows a symbolic link, and none blocks, also where the file is a FIFO or
 * somebody holds a lease on it.
 */
public final class FileCalls {

  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_CREAT_EXCL = 0100 | 0200;

  /** A descriptor that names a file without opening it: a device does not notice. */
  public static final int O_PATH = 010000000;

  private static final boolean X86 = System.getProperty("os.arch").equals("amd64");

  /** With {@link #O_PATH}: a symbolic link is opened itself. */
  public static final int O_NOFOLLOW = X86 ? 0400000 : 0100000;

  public static final int O_DIRECTORY = X86 ? 0200000 : 040000;

  private static final int O_NOCTTY = 0400;
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;
  private static final int F_SETFL = 4;
  private static final int AT_FDCWD = -100;

  private static final long OPENAT2 = 437; // on every architecture
  private static final int RESOLVE_NO_MAGICLINKS = 2;
  private static final int RESOLVE_NO_SYMLINKS = 4;
  private static final int RESOLVE_BENEATH = 8;
  private static final int RESOLVE_IN_ROOT = 16;

  private final Native kernel;

  /** Creates the calls of this kernel. */
  public FileCalls(Native kernel) {
    this.kernel = kernel;
  }

  /** Opens an absolute path that has no symbolic link; ELOOP if it has one. */
  public int open(String path, int flags, int mode) throws NativeException {
    return openat2(AT_FDCWD, path, flags, mode, RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
  }

  /** Opens a path below a directory. */
  public int openBelow(int directory, String path, int flags, int mode) throws NativeException {
    return openat2(
        directory,
        path,
        flags,
        mode,
        RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
  }

  /** Opens a path with a directory as its root. */
  public int openInside(int root, String path, int flags) throws NativeException {
    return openat2(root, path, flags, 0, RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS);
  }

  /** Opens the file that a descriptor made with {@link #O_PATH} names. */
  public int reopen(int fd, int flags) throws NativeException {
    return kernel.open(link(fd), flags | O_NONBLOCK | O_NOCTTY, 0);
  }

  private int openat2(int directory, String path, int flags, int mode, int resolve)
      throws NativeException {
    boolean named = (flags & O_PATH) != 0; // O_PATH permits no other flags
    Pointer how = kernel.allocate(24);
    how.putLong(0, flags | O_CLOEXEC | (named ? 0 : O_NONBLOCK | O_NOCTTY));
    how.putLong(8, mode);
    how.putLong(16, resolve);
    Pointer name = kernel.text(path);
    try {
      long fd = kernel.syscall(OPENAT2, directory, name.address(), how.address(), 24);
      if (fd < 0) {
        throw new NativeException("openat2 " + path, (int) -fd);
      }
      return (int) fd;
    } finally {
      Reference.reachabilityFence(how);
      Reference.reachabilityFence(name);
    }
  }

  /** Clears the flags of an open file: the program that gets it expects none. */
  public void clearFlags(int fd) throws NativeException {
    checked("fcntl", kernel.libc().fcntl(fd, F_SETFL, 0));
  }

  /** Makes an open file empty. */
  public void truncate(int fd) throws NativeException {
    checked("ftruncate", kernel.libc().ftruncate(fd, 0));
  }

  /** Changes the permission bits of an open file. */
  public void changeMode(int fd, int mode) throws NativeException {
    checked("fchmod", kernel.libc().fchmod(fd, mode));
  }

  /** Makes a directory in a directory, with the default mode. */
  public void makeDirectory(int directory, String name) throws NativeException {
    checked("mkdirat " + name, kernel.libc().mkdirat(directory, kernel.text(name), 0777));
  }

  /** Removes a file from a directory. */
  public void remove(int directory, String name) throws NativeException {
    checked("unlinkat " + name, kernel.libc().unlinkat(directory, kernel.text(name), 0));
  }

  private void checked(String call, int result) throws NativeException {
    if (result < 0) {
      throw new NativeException(call, kernel.errno());
    }
  }

  /** Returns the attributes of the file that a descriptor names. */
  public Status status(int fd) throws IOException {
    Path file = Path.of(link(fd));
    return new Status(
        (Integer) Files.getAttribute(file, "unix:mode"),
        ((Number) Files.getAttribute(file, "unix:nlink")).longValue(),
        ((Number) Files.getAttribute(file, "unix:size")).longValue());
  }

  /** Returns the path by which this process can open a descriptor again: {@code proc(5)}. */
  public static String link(int fd) {
    return "/proc/self/fd/" + fd;
  }

  /**
   * Attributes of a file.
   *
   * @param mode type and permission bits
   * @param links number of hard links
   * @param size length in bytes
   */
  public record Status(int mode, long links, long size) {

    private static final int S_IFMT = 0170000;

    /** Returns whether the file is a regular file. */
    public boolean isRegular() {
      return (mode & S_IFMT) == 0100000;
    }

    /** Returns whether the file is a directory. */
    public boolean isDirectory() {
      return (mode & S_IFMT) == 0040000;
    }

    /** Returns the type in words, such as {@code a FIFO}. */
    public String type() {
      return switch (mode & S_IFMT) {
        case 0100000 -> "a regular file";
        case 0040000 -> "a directory";
        case 0120000 -> "a symbolic link";
        case 0010000 -> "a FIFO";
        case 0140000 -> "a socket";
        default -> "a device";
      };
    }
  }
}
