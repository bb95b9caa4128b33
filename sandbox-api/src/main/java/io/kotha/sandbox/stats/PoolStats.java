package io.kotha.sandbox.stats;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxPool;
import java.util.Optional;

/**
 * How a {@link SandboxPool} does: what it has now, and what has happened since it was opened.
 *
 * @param size how many rooms it means to keep waiting
 * @param ready how many wait
 * @param building how many are being built to wait
 * @param warm starts that found a room ready
 * @param early starts that found one that was still being built, and entered it
 * @param cold starts that found none, and had to have one built
 * @param died rooms that died while they waited
 * @param failed rooms that could not be built to wait
 * @param lastFailure why the last of these could not; for as long as it was the last that was tried
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
    Optional<SandboxException> lastFailure) {}
