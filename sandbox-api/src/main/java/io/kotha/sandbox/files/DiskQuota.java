package io.kotha.sandbox.files;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.internal.Arguments;
import java.util.Objects;

/**
 * The capacity of a tmpfs. A write that needs more gets {@code ENOSPC}. Immutable.
 *
 * @param size total size of all files, more than 0; the kernel rounds up to pages. tmpfs {@code
 *     size}
 * @param inodes number of files, directories and links of all kinds, more than 0; tmpfs {@code
 *     nr_inodes}. It includes those that Kotha creates: a root that is assembled from parts needs
 *     one for each mount point and each of its directories. The kernel uses about 1 kB for each,
 *     which counts to the memory limit
 */
public record DiskQuota(MemorySize size, long inodes) {

  private static final long MIN_INODES = 64;
  private static final long MAX_INODES = 1 << 20;

  /**
   * Checks the numbers. To the kernel, 0 would mean no limit.
   *
   * @throws IllegalArgumentException if either is not positive
   */
  public DiskQuota {
    Objects.requireNonNull(size, "size");
    Arguments.requirePositive("the size of a file system", size.bytes());
    Arguments.requirePositive("the number of inodes", inodes);
  }

  /**
   * Returns a capacity with one inode for each KiB, at least 64 and at most 1,048,576.
   *
   * @throws IllegalArgumentException if the size is 0
   */
  public static DiskQuota of(MemorySize size) {
    Objects.requireNonNull(size, "size");
    return new DiskQuota(size, Math.max(MIN_INODES, Math.min(size.bytes() / 1024, MAX_INODES)));
  }
}
