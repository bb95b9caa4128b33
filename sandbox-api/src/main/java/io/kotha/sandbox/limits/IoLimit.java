package io.kotha.sandbox.limits;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.internal.Arguments;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits on the speed of one block device. Immutable; a null component is no limit.
 *
 * <p>cgroup {@code io.max}. On v1, {@code blkio.throttle.*_device} does not throttle writes through
 * the page cache, so a limit on writes is an error when a room starts.
 *
 * @param path a device, such as {@code /dev/vda}, or any file or directory on it
 * @param readBytes bytes read per second, more than 0
 * @param writeBytes bytes written per second, more than 0
 * @param readOperations read operations per second, more than 0
 * @param writeOperations write operations per second, more than 0
 */
public record IoLimit(
    Path path,
    @Nullable Long readBytes,
    @Nullable Long writeBytes,
    @Nullable Long readOperations,
    @Nullable Long writeOperations) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is not positive, or if the path belongs to another file
   *     system than the host's
   */
  public IoLimit {
    Arguments.requireHostPath("path", path);
    Arguments.requirePositive("readBytes", readBytes);
    Arguments.requirePositive("writeBytes", writeBytes);
    Arguments.requirePositive("readOperations", readOperations);
    Arguments.requirePositive("writeOperations", writeOperations);
  }

  /** Returns a description of the device of this path, without any limit. */
  public static IoLimit on(Path path) {
    return new IoLimit(path, null, null, null, null);
  }

  /**
   * Returns a copy that limits reads to this many bytes per second.
   *
   * @throws IllegalArgumentException if the size is 0
   */
  public IoLimit readBytes(MemorySize perSecond) {
    Objects.requireNonNull(perSecond, "perSecond");
    return new IoLimit(path, perSecond.bytes(), writeBytes, readOperations, writeOperations);
  }

  /**
   * Returns a copy that limits writes to this many bytes per second.
   *
   * @throws IllegalArgumentException if the size is 0
   */
  public IoLimit writeBytes(MemorySize perSecond) {
    Objects.requireNonNull(perSecond, "perSecond");
    return new IoLimit(path, readBytes, perSecond.bytes(), readOperations, writeOperations);
  }

  /**
   * Returns a copy that limits reads to this many operations per second.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public IoLimit readOperations(long perSecond) {
    return new IoLimit(path, readBytes, writeBytes, perSecond, writeOperations);
  }

  /**
   * Returns a copy that limits writes to this many operations per second.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public IoLimit writeOperations(long perSecond) {
    return new IoLimit(path, readBytes, writeBytes, readOperations, perSecond);
  }
}
