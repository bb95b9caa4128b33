package io.kotha.sandbox.limits;

import io.kotha.sandbox.MemorySize;
import io.kotha.sandbox.UnsupportedHostException;
import io.kotha.sandbox.internal.Arguments;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Resource limits of each process of a room ({@code setrlimit(2)}); the soft and the hard limit are
 * the same. Immutable; a null component stands for the default. A value above the JVM's own hard
 * limit is an {@link UnsupportedHostException} when a room starts; a default is lowered to it.
 *
 * @param stack size of the stack, more than 0; 8 MiB by default. {@code RLIMIT_STACK}
 * @param openFiles number of file descriptors, more than 0; 4,096 by default. {@code RLIMIT_NOFILE}
 * @param fileSize size of each file that a process writes; the JVM's own limit by default. {@code
 *     RLIMIT_FSIZE}
 * @param core size of a core file; 0 by default. {@code RLIMIT_CORE}
 */
public record ProcessLimits(
    @Nullable MemorySize stack,
    @Nullable Integer openFiles,
    @Nullable MemorySize fileSize,
    MemorySize core) {

  /** The defaults. */
  public static final ProcessLimits NONE = new ProcessLimits(null, null, null, MemorySize.bytes(0));

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code stack} or {@code openFiles} is not positive
   */
  public ProcessLimits {
    Arguments.requirePositive("stack", stack == null ? null : stack.bytes());
    Arguments.requirePositive("openFiles", openFiles == null ? null : openFiles.longValue());
    Objects.requireNonNull(core, "core");
  }

  /**
   * Returns a copy with this {@link #stack}.
   *
   * @throws IllegalArgumentException if the size is 0
   */
  public ProcessLimits stack(@Nullable MemorySize value) {
    return new ProcessLimits(value, openFiles, fileSize, core);
  }

  /**
   * Returns a copy with this {@link #openFiles}.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public ProcessLimits openFiles(@Nullable Integer value) {
    return new ProcessLimits(stack, value, fileSize, core);
  }

  /** Returns a copy with this {@link #fileSize}. */
  public ProcessLimits fileSize(@Nullable MemorySize value) {
    return new ProcessLimits(stack, openFiles, value, core);
  }

  /** Returns a copy with this {@link #core}. */
  public ProcessLimits core(MemorySize value) {
    Objects.requireNonNull(value, "value");
    return new ProcessLimits(stack, openFiles, fileSize, value);
  }
}
