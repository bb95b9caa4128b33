package io.kotha.sandbox.limits;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.internal.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * What each process of a room may use by itself: resource limits, soft and hard alike, see {@code
 * setrlimit(2)}.
 *
 * @param stack {@code RLIMIT_STACK}, bytes; 8 MiB by default
 * @param openFiles {@code RLIMIT_NOFILE}; 4,096 by default
 * @param fileSize {@code RLIMIT_FSIZE}, bytes of any one file
 * @param core {@code RLIMIT_CORE}, bytes; 0 by default
 */
public record ProcessLimits(
    @Nullable MemorySize stack,
    @Nullable Integer openFiles,
    @Nullable MemorySize fileSize,
    MemorySize core) {

  /** The defaults. */
  public static final ProcessLimits NONE = new ProcessLimits(null, null, null, MemorySize.bytes(0));

  public ProcessLimits {
    Arguments.requirePositive("stack", stack == null ? null : stack.bytes());
    Arguments.requirePositive("openFiles", openFiles == null ? null : openFiles.longValue());
  }

  /** Returns a copy with this {@link #stack}. */
  public ProcessLimits stack(@Nullable MemorySize value) {
    return new ProcessLimits(value, openFiles, fileSize, core);
  }

  /** Returns a copy with this {@link #openFiles}. */
  public ProcessLimits openFiles(@Nullable Integer value) {
    return new ProcessLimits(stack, value, fileSize, core);
  }

  /** Returns a copy with this {@link #fileSize}. */
  public ProcessLimits fileSize(@Nullable MemorySize value) {
    return new ProcessLimits(stack, openFiles, value, core);
  }

  /** Returns a copy with this {@link #core}. */
  public ProcessLimits core(MemorySize value) {
    return new ProcessLimits(stack, openFiles, fileSize, value);
  }
}
