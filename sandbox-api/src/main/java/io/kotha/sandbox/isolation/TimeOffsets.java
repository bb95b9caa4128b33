package io.kotha.sandbox.isolation;

import java.time.Duration;
import java.util.Objects;

/**
 * The offsets of a room's clocks from those of the host; {@code time_namespaces(7)}. The kernel
 * cannot shift the real-time clock. Immutable.
 *
 * @param monotonic offset of {@code CLOCK_MONOTONIC}; may be negative
 * @param boottime offset of {@code CLOCK_BOOTTIME}; may be negative
 */
public record TimeOffsets(Duration monotonic, Duration boottime) {
  public TimeOffsets {
    Objects.requireNonNull(monotonic, "monotonic");
    Objects.requireNonNull(boottime, "boottime");
  }
}
