package io.kotha.sandbox.limits;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.internal.Arguments;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
    @Nullable Long readBytes,
    @Nullable Long writeBytes,
    @Nullable Long readOperations,
    @Nullable Long writeOperations) {

  public IoLimit {
    Objects.requireNonNull(path, "path");
    Arguments.requirePositive("readBytes", readBytes);
    Arguments.requirePositive("writeBytes", writeBytes);
    Arguments.requirePositive("readOperations", readOperations);
    Arguments.requirePositive("writeOperations", writeOperations);
  }

  /** Returns a limit on the device of this path that limits nothing yet. */
  public static IoLimit on(Path path) {
    return new IoLimit(path, null, null, null, null);
  }

  /** Returns a copy that limits reads to this many bytes per second. */
  public IoLimit readBytes(MemorySize perSecond) {
    return new IoLimit(path, perSecond.bytes(), writeBytes, readOperations, writeOperations);
  }

  /** Returns a copy that limits writes to this many bytes per second. */
  public IoLimit writeBytes(MemorySize perSecond) {
    return new IoLimit(path, readBytes, perSecond.bytes(), readOperations, writeOperations);
  }

  /** Returns a copy that limits reads to this many operations per second. */
  public IoLimit readOperations(long perSecond) {
    return new IoLimit(path, readBytes, writeBytes, perSecond, writeOperations);
  }

  /** Returns a copy that limits writes to this many operations per second. */
  public IoLimit writeOperations(long perSecond) {
    return new IoLimit(path, readBytes, writeBytes, readOperations, perSecond);
  }
}
