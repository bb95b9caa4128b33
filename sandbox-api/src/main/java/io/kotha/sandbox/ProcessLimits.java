package io.kotha.sandbox;

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
    Limits.requirePositive("stack", stack == null ? null : stack.bytes());
    Limits.requirePositive("openFiles", openFiles == null ? null : openFiles.longValue());
  }

  /** With another {@link #stack}. */
  public ProcessLimits withStack(@Nullable MemorySize value) {
    return new ProcessLimits(value, openFiles, fileSize, core);
  }

  /** With another {@link #openFiles}. */
  public ProcessLimits withOpenFiles(@Nullable Integer value) {
    return new ProcessLimits(stack, value, fileSize, core);
  }

  /** With another {@link #fileSize}. */
  public ProcessLimits withFileSize(@Nullable MemorySize value) {
    return new ProcessLimits(stack, openFiles, value, core);
  }

  /** With another {@link #core}. */
  public ProcessLimits withCore(MemorySize value) {
    return new ProcessLimits(stack, openFiles, fileSize, value);
  }
}
