package io.kotha.sandbox.stats;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPool;
import java.util.Objects;
import java.util.Optional;

/**
 * The state of a {@link SandboxPool} now, and counters since it was opened. Immutable.
 *
 * @param size number of waiting rooms that the pool aims for
 * @param ready number of rooms that wait for a command
 * @param building number of rooms that are being built
 * @param warm number of starts that found a room ready
 * @param early number of starts that found no room ready and took one that was still being built
 * @param cold number of starts that found no room and had to build one
 * @param died number of rooms that died while they waited
 * @param failed number of rooms that could not be built
 * @param lastFailure reason for the last failure; empty if a room was built since
 */
public record PoolStats(
    int size,
    int ready,
    int building,
    long warm,
    long early,
    long cold,
    long died,
    long failed,
    Optional<SandboxException> lastFailure) {

  public PoolStats {
    Objects.requireNonNull(lastFailure, "lastFailure");
  }
}
