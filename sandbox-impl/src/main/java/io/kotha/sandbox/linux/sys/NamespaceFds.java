package io.kotha.sandbox.linux.sys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Descriptors of namespaces ({@code ioctl_ns(2)}). */
public final class NamespaceFds {

  private static final long NS_GET_PARENT = 0xb702;

  private final Native kernel;

  /** Makes the calls of this kernel. */
  public NamespaceFds(Native kernel) {
    this.kernel = kernel;
  }

  /**
   * Opens a namespace of a process, close-on-exec.
   *
   * @param name its link in {@code /proc/PID/ns}
   * @throws NativeException with ENOENT if the kernel has no such namespaces, or if the process has
   *     ended, and with EACCES if the JVM may not look at the process
   */
  public int open(long pid, String name) throws NativeException {
    return kernel.open("/proc/" + pid + "/ns/" + name, 0, 0);
  }

  /**
   * Opens the user namespace in which that of a descriptor was made; empty if the JVM may not look
   * that far up.
   */
  public OptionalInt parent(int fd) throws NativeException {
    int parent = kernel.libc().ioctl(fd, NS_GET_PARENT, 0L);
    if (parent >= 0) {
      return OptionalInt.of(parent);
    }
    int errno = kernel.errno();
    if (errno == Errno.EPERM) {
      return OptionalInt.empty();
    }
    throw new NativeException("ioctl NS_GET_PARENT", errno);
  }

  /** Returns whether a descriptor is of the namespace of that name that the JVM is in. */
  public boolean isOwn(int fd, String name) throws IOException {
    return inode(FileCalls.link(fd)).equals(inode("/proc/self/ns/" + name));
  }

  private static Object inode(String path) throws IOException {
    return Files.getAttribute(Path.of(path), "unix:ino");
  }
}
