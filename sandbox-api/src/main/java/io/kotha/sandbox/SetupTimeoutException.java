package io.kotha.sandbox;

import java.time.Duration;
import java.util.Objects;

/**
 * A room that was not built, or a command that was not executed, within {@link
 * io.kotha.sandbox.limits.TimeLimits#setup}. The host is overloaded, or one of its file systems
 * does not answer. It says nothing about the program, whose own clocks start with its first
 * instruction.
 *
 * <p>The room is killed. A process of it that waits in the kernel for a file system ends when that
 * answers.
 */
public final class SetupTimeoutException extends SandboxException {

  private static final long serialVersionUID = 1L;

  private final Duration limit;

  /** Creates an exception for the limit that was exceeded. For providers. */
  public SetupTimeoutException(Duration limit) {
    super(
        "the room was not ready within %s: the host is overloaded, or a file system of a bind or of"
                .formatted(Objects.requireNonNull(limit, "limit"))
            + " the rootfs does not answer; look for processes in state D, or raise setupTime(...)");
    this.limit = limit;
  }

  /** Returns the limit. */
  public Duration limit() {
    return limit;
  }
}
