package io.kotha.sandbox.stats;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The time spent on building a room and on ending it, by the helper's own monotonic clock.
 * Immutable.
 *
 * @param phases duration of each phase; a phase that was not reached is missing
 */
public record SetupTimings(Map<Phase, Duration> phases) {

  /** No timing known. */
  public static final SetupTimings NONE = new SetupTimings(Map.of());

  /** Copies the map. */
  public SetupTimings {
    Objects.requireNonNull(phases, "phases");
    Map<Phase, Duration> copy = new EnumMap<>(Phase.class);
    copy.putAll(phases);
    phases = Collections.unmodifiableMap(copy);
  }

  /** A phase of the helper's work. The phases follow each other in this order. */
  public enum Phase {
    /** From the request: mount sources, and the room's first process with its namespaces. */
    CLONE,
    /** Id maps and idmapped mounts. */
    ID_MAPS,
    /** Cgroups and their limits. Meanwhile init creates the network namespace. */
    CGROUPS,
    /**
     * The rest of the network namespace, the payload's process, the room's files and {@code
     * pivot_root(2)}. Meanwhile the payload enters its cgroups.
     */
    FILES,
    /** Landlock rules, second user namespace, host name, loopback, message to the payload. */
    FORK,
    /** Init drops its privileges; ids, capabilities and Landlock domain of the payload. */
    PRIVILEGES,
    /** The seccomp filter, which the kernel checks and compiles. */
    FILTER,
    /** The wait for the command with all isolation in place: the idle time of a pooled room. */
    WAITING,
    /** Copied-in files, descriptors, resource limits, working directory; up to {@code execve}. */
    COMMAND,
    /** From the end of the program until no process is left and the counters are read. */
    END
  }

  /** Returns the sum of all phases but {@link Phase#WAITING}. */
  public Duration total() {
    return phases.entrySet().stream()
        .filter(phase -> phase.getKey() != Phase.WAITING)
        .map(Map.Entry::getValue)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
