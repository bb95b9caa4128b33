package io.kotha.sandbox.files;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.internal.Arguments;

/**
 * How much a file system in memory can hold; a write that needs more gets {@code ENOSPC}.
 *
 * @param size of all files together, rounded up to pages; tmpfs {@code size}
 * @param inodes files, directories and links of all kinds, those included that the layer itself
 *     needs (a root that is put together from parts needs one for each, and its directories); tmpfs
 *     {@code nr_inodes}. The kernel keeps about 1 kB for each, which counts to the memory limit
 */
public record DiskQuota(MemorySize size, long inodes) {

  private static final long FEWEST = 64;
  private static final long MOST = 1 << 20;

  /** 0 would be no limit at all: the kernel's meaning of it. */
  public DiskQuota {
    Arguments.requirePositive("the size of a file system", size.bytes());
    Arguments.requirePositive("the number of inodes", inodes);
  }

  /** With an inode for each KiB: 64 at least, 1,048,576 at most. */
  public static DiskQuota of(MemorySize size) {
    return new DiskQuota(size, Math.max(FEWEST, Math.min(size.bytes() / 1024, MOST)));
  }
}
