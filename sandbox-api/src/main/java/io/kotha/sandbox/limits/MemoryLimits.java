package io.kotha.sandbox.limits;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.internal.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * How much memory the processes of a room may use together. What counts is what the kernel charges
 * to the room's cgroup: anonymous memory, files it has read or written that stay in the page cache,
 * tmpfs, shared memory, kernel memory on its behalf.
 *
 * @param max the limit; a process is killed at it, verdict {@link Verdict.MemoryExceeded}. cgroup
 *     {@code memory.max} (v1 {@code memory.limit_in_bytes}), rounded down to pages
 * @param high above it the room is slowed down and its memory reclaimed, but nobody is killed;
 *     cgroup {@code memory.high}, which v1 does not have
 * @param swap how much may be swapped out, beside {@code max}; 0 by default, {@code null} is as
 *     much as the host has. cgroup {@code memory.swap.max} (v1 {@code memory.memsw.limit_in_bytes})
 * @param hugePages how much memory in huge pages of any one size; cgroup {@code hugetlb.SIZE.max}
 *     (v1 {@code hugetlb.SIZE.limit_in_bytes}). Not part of {@code max}
 * @param oomKill who dies at {@code max}
 */
public record MemoryLimits(
    @Nullable MemorySize max,
    @Nullable MemorySize high,
    @Nullable MemorySize swap,
    @Nullable MemorySize hugePages,
    OomKill oomKill) {

  /** Who is killed when the limit is hit. */
  public enum OomKill {
    /** The whole room, so that nothing limps on; cgroup {@code memory.oom.group} */
    ROOM,
    /** The process that the kernel picks, usually the largest. */
    PROCESS
  }

  /** No limit but: no swap. */
  public static final MemoryLimits NONE =
      new MemoryLimits(null, null, MemorySize.bytes(0), null, OomKill.ROOM);

  public MemoryLimits {
    Arguments.requirePositive("memory", max == null ? null : max.bytes());
    Arguments.requirePositive("memory.high", high == null ? null : high.bytes());
  }

  /** Returns a copy with this {@link #max}. */
  public MemoryLimits max(@Nullable MemorySize value) {
    return new MemoryLimits(value, high, swap, hugePages, oomKill);
  }

  /** Returns a copy with this {@link #high}. */
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
    return new MemoryLimits(max, high, swap, hugePages, value);
  }
}
