package io.kotha.sandbox;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How fast a room may read from and write to one block device. What is absent is not limited.
 *
 * <p>cgroup {@code io.max}; on v1 {@code blkio.throttle.*_device}, which does not hold back writes
 * that go through the page cache: a limit on writing is therefore an error there.
 *
 * @param path the device, such as {@code /dev/vda}, or any file or directory on it
 * @param readBytes per second
 * @param writeBytes per second
 * @param readOperations per second
 * @param writeOperations per second
 */
public record IoLimit(
    Path path,
    OptionalLong readBytes,
    OptionalLong writeBytes,
    OptionalLong readOperations,
    OptionalLong writeOperations) {

  public IoLimit {
    requirePositive(readBytes);
    requirePositive(writeBytes);
    requirePositive(readOperations);
    requirePositive(writeOperations);
  }

  /** No limit yet on the device that has this path. */
  public static IoLimit on(Path path) {
    OptionalLong none = OptionalLong.empty();
    return new IoLimit(path, none, none, none, none);
  }

  /** With a limit on reading, bytes per second. */
  public IoLimit read(MemorySize perSecond) {
    return new IoLimit(path, bytes(perSecond), writeBytes, readOperations, writeOperations);
  }

  /** With a limit on writing, bytes per second. */
  public IoLimit write(MemorySize perSecond) {
    return new IoLimit(path, readBytes, bytes(perSecond), readOperations, writeOperations);
  }

  /** With a limit on reading, operations per second. */
  public IoLimit readOperations(long perSecond) {
    return new IoLimit(path, readBytes, writeBytes, OptionalLong.of(perSecond), writeOperations);
  }

  /** With a limit on writing, operations per second. */
  public IoLimit writeOperations(long perSecond) {
    return new IoLimit(path, readBytes, writeBytes, readOperations, OptionalLong.of(perSecond));
  }

  private static OptionalLong bytes(MemorySize size) {
    return OptionalLong.of(size.bytes());
  }

  private static void requirePositive(OptionalLong value) {
    if (value.isPresent() && value.getAsLong() <= 0) {
      throw new IllegalArgumentException("an io limit must be more than 0: " + value.getAsLong());
    }
  }
}
