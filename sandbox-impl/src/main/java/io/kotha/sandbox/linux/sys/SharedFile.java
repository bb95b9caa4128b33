package io.kotha.sandbox.linux.sys;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.Pointer;

/** One of the JVM's descriptors whose open file other processes share, such as its stdin. */
public final class SharedFile {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private static final int O_RDONLY = 0;
  private static final int O_ACCMODE = 3;
  private static final int F_GETFD = 1;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;

  private static final long TCXONC = 0x540aL;
  private static final long TCOON = 1;
  private static final long TIOCGPGRP = 0x540fL;

  private static final int SIGTTOU = 22;
  private static final int SIG_BLOCK = 0;
  private static final int SIG_SETMASK = 2;

  /** Size of {@code sigset_t} in glibc and musl. */
  private static final int SIGSET = 128;

  private final Native kernel;
  private final int fd;

  public SharedFile(Native kernel, int fd) {
    this.kernel = kernel;
    this.fd = fd;
  }

  /** Returns the descriptor. */
  public int fd() {
    return fd;
  }

  /**
   * Returns whether the JVM got the descriptor from the process that started it. If that process
   * had closed the descriptor, a file of the JVM takes its number, the first one as stdin.
   *
   * <p>No descriptor that has survived {@code execve(2)} is close-on-exec, as most files of the JVM
   * are. HotSpot opens two kinds without it, both for reading: the file of the JDK's modules, and
   * jars that are appended to the boot class path.
   */
  public boolean isInherited() {
    if (kernel.libc().fcntl(fd, F_GETFD, 0) != 0) {
      return false;
    }
    try {
      boolean output = fd > 0;
      return output ? (flags() & O_ACCMODE) != O_RDONLY : !isModulesFile();
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Returns whether this is the JVM's own descriptor of the JDK's modules. If a caller passes that
   * file as stdin, the JVM has another one.
   */
  private boolean isModulesFile() throws IOException {
    String home = System.getProperty("java.home");
    Path modules = Path.of(home == null ? "/" : home, "lib", "modules");
    if (!Files.exists(modules) || !Files.isSameFile(modules, DESCRIPTORS.resolve("" + fd))) {
      return false;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path other : all) {
        boolean self = other.endsWith("" + fd);
        if (!self && Files.exists(other) && Files.isSameFile(modules, other)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns the status flags, such as {@code O_NONBLOCK}. */
  public int flags() throws NativeException {
    return checked("fcntl", kernel.libc().fcntl(fd, F_GETFL, 0));
  }

  /** Changes the status flags; the kernel ignores the flags of opening. */
  public void setFlags(int flags) throws NativeException {
    checked("fcntl", kernel.libc().fcntl(fd, F_SETFL, flags));
  }

  /** Changes the permissions of the file. */
  public void setMode(int mode) throws NativeException {
    checked("fchmod", kernel.libc().fchmod(fd, mode));
  }

  /**
   * Returns whether the JVM may change this terminal: it is not its controlling terminal, or no
   * other job of the shell is in the foreground.
   */
  public boolean isOurs() {
    Pointer group = kernel.allocate(8);
    return kernel.libc().ioctl(fd, TIOCGPGRP, group) < 0
        || group.getInt(0) == kernel.libc().getpgrp();
  }

  /**
   * Resumes the output of a terminal that {@code TCOOFF} has suspended; a Ctrl-S stays in force.
   */
  public void resumeOutput() throws NativeException {
    checked("ioctl", kernel.libc().ioctl(fd, TCXONC, TCOON));
  }

  /** A change of a terminal. */
  public interface Change {
    /** Makes the change. */
    void make() throws NativeException;
  }

  /**
   * Makes a change without the risk that the kernel stops the JVM because it has just moved to the
   * background ({@code SIGTTOU}). Call it on a platform thread.
   */
  public void change(Change change) throws NativeException {
    Pointer blocked = kernel.allocate(SIGSET);
    Pointer before = kernel.allocate(SIGSET);
    blocked.putLong(0, 1L << (SIGTTOU - 1));
    checked("sigprocmask", kernel.libc().sigprocmask(SIG_BLOCK, blocked, before));
    try {
      change.make();
    } finally {
      kernel.libc().sigprocmask(SIG_SETMASK, before, null);
    }
  }

  private int checked(String call, int result) throws NativeException {
    if (result < 0) {
      throw new NativeException(call, kernel.errno());
    }
    return result;
  }
}
