package io.kotha.sandbox.limits;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.internal.Arguments;
import io.kotha.sandbox.seccomp.SyscallPolicy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits on the memory of all processes of a room together. The kernel charges to the room's
 * cgroup: anonymous memory, page cache of files that the room read or wrote, tmpfs, shared memory,
 * and kernel memory on its behalf. Immutable; a null component is no limit, except {@code
 * hugePages}.
 *
 * @param max limit at which the kernel kills, more than 0; verdict {@link Verdict.MemoryExceeded}.
 *     cgroup {@code memory.max} (v1 {@code memory.limit_in_bytes}); the kernel rounds down to pages
 * @param high amount above which the kernel slows the room down and reclaims its memory without a
 *     kill, more than 0. cgroup {@code memory.high}, v2 only
 * @param swap swap space in addition to {@code max}; 0 by default, null for no limit. cgroup {@code
 *     memory.swap.max} (v1 {@code memory.memsw.limit_in_bytes}, which requires {@code max})
 * @param hugePages memory in hugetlb pages of each size, such as those of {@code MAP_HUGETLB}; not
 *     part of {@code max}, which does count transparent huge pages. cgroup {@code hugetlb.SIZE.max}
 *     (v1 {@code hugetlb.SIZE.limit_in_bytes}). Null is none: if it is null when the room is built,
 *     the room's system call filter refuses such pages ({@code mmap} and {@code shmget} fail with
 *     {@code ENOMEM}, {@code memfd_create} with {@code EINVAL}); if {@link SandboxProcess#update}
 *     sets it to null, the room gets no further ones. Nothing limits them in a room that has no
 *     filter, which is one with {@link SyscallPolicy#none} if the JVM is root and the room has
 *     neither a writable bind nor a persistent root
 * @param oomKill processes that die at {@code max}
 */
public record MemoryLimits(
    @Nullable MemorySize max,
    @Nullable MemorySize high,
    @Nullable MemorySize swap,
    @Nullable MemorySize hugePages,
    OomKill oomKill) {

  /** The processes that are killed at the memory limit. */
  public enum OomKill {
    /**
     * All processes of the room; the default. cgroup {@code memory.oom.group}. On v1 the kernel
     * kills one process, and the zygote then kills the room.
     */
    ROOM,
    /** The process that the kernel chooses, usually the largest. */
    PROCESS
  }

  /** No swap, no {@link #hugePages} as far as a filter refuses them, and no other limit. */
  public static final MemoryLimits NONE =
      new MemoryLimits(null, null, MemorySize.bytes(0), null, OomKill.ROOM);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code max} or {@code high} is 0
   */
  public MemoryLimits {
    Arguments.requirePositive("memory", max == null ? null : max.bytes());
    Arguments.requirePositive("memory.high", high == null ? null : high.bytes());
    Objects.requireNonNull(oomKill, "oomKill");
  }

  /**
   * Returns a copy with this {@link #max}.
   *
   * @throws IllegalArgumentException if the size is 0
   */
  public MemoryLimits max(@Nullable MemorySize value) {
    return new MemoryLimits(value, high, swap, hugePages, oomKill);
  }

  /**
   * Returns a copy with this {@link #high}.
   *
   * @throws IllegalArgumentException if the size is 0
   */
  public MemoryLimits high(@Nullable MemorySize value) {
    return new MemoryLimits(max, value, swap, hugePages, oomKill);
  }

  /** Returns a copy with this {@link #swap}. */
  public MemoryLimits swap(@Nullable MemorySize value) {
    return new MemoryLimits(max, high, value, hugePages, oomKill);
  }

  /** Returns a copy with this {@link #hugePages}. */
  public MemoryLimits hugePages(@Nullable MemorySize value) {
    return new MemoryLimits(max, high, swap, value, oomKill);
  }

  /** Returns a copy with this {@link #oomKill}. */
  public MemoryLimits oomKill(OomKill value) {
    Objects.requireNonNull(value, "value");
    return new MemoryLimits(max, high, swap, hugePages, value);
  }
}
