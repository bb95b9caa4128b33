package io.kotha.sandbox;

import io.kotha.sandbox.files.DiskQuota;
import io.kotha.sandbox.internal.Arguments;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A mount inside a room. Mounts are made in the order of the list and cover files of the root at
 * their mount points. Immutable.
 */
public sealed interface Mount {

  /**
   * Returns the mount point, an absolute path inside the room, without empty parts, {@code .} and a
   * slash at the end. A missing one is created in memory. In a {@linkplain Rootfs.Mode#PERSISTENT
   * persistent} root it must exist, without a symbolic link in its path. In the directory of a
   * writable bind it is an error when a room starts: another room with the same directory could
   * remove the mount point, and with it the mount.
   */
  String target();

  /** The access that a bind mount gives to the program. */
  enum Access {
    /** Read and execute. */
    READ_ONLY,
    /** Read, execute and write, as far as the file's permissions allow. */
    READ_WRITE
  }

  /**
   * A bind mount of a file or directory of the host ({@code open_tree(2)}, recursive, {@code
   * nosuid}, {@code nodev}). If the JVM is root and the room has a user namespace of its own, a
   * writable bind is idmapped, so that files keep their owners on the host.
   *
   * @param source path on the host, without symbolic links other than the system's
   * @param target absolute path inside the room
   * @param access of the program to the source
   */
  record Bind(Path source, String target, Access access) implements Mount {
    /**
     * Checks the components and normalizes the target.
     *
     * @throws IllegalArgumentException if {@code source} belongs to another file system than the
     *     host's, or {@code target} is not absolute or contains {@code ..}
     */
    public Bind {
      Arguments.requireHostPath("source", source);
      target = Arguments.roomPath("target", target);
      Objects.requireNonNull(access, "access");
    }
  }

  /**
   * An empty tmpfs ({@code nosuid}, {@code nodev}) of mode 0755 that the program owns. Its contents
   * count to the room's memory limit.
   *
   * @param target absolute path inside the room
   * @param size total size of its files, more than 0; tmpfs {@code size}. {@code nr_inodes} is that
   *     of {@link DiskQuota#of}
   */
  record Tmpfs(String target, MemorySize size) implements Mount {
    /**
     * Checks the components and normalizes the target.
     *
     * @throws IllegalArgumentException if {@code target} is not absolute or contains {@code ..}, or
     *     the size is 0
     */
    public Tmpfs {
      target = Arguments.roomPath("target", target);
      Objects.requireNonNull(size, "size");
      Arguments.requirePositive("the size of a tmpfs", size.bytes());
    }
  }
}
