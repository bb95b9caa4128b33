package io.kotha.sandbox.stats;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where the time went that was not the program's: the phases of building its room and of ending it,
 * by the helper's own clock.
 *
 * @param phases how long each took; one that is missing was not reached
 */
public record SetupTimings(Map<Phase, Duration> phases) {

  /** Nothing is known. */
  public static final SetupTimings NONE = new SetupTimings(Map.of());

  /** Copies the map. */
  public SetupTimings {
    Map<Phase, Duration> copy = new EnumMap<>(Phase.class);
    copy.putAll(phases);
    phases = Collections.unmodifiableMap(copy);
  }

  /** One stretch of the helper's work; they follow each other. */
  public enum Phase {
    /** From the request: mount sources, and the room's first process, with its namespaces. */
    CLONE,
    /** Id maps, idmapped mounts. */
    ID_MAPS,
    /** Cgroups and their limits; meanwhile the first process makes the network namespace. */
    CGROUPS,
    /**
     * What is left of the network namespace, the payload's process, which goes into its cgroups
     * meanwhile, the room's files, {@code pivot_root}.
     */
    FILES,
    /** Landlock's rules, a second user namespace, host name, loopback, word to the payload. */
    FORK,
    /** Init gives up its rights; the payload's ids, capabilities, Landlock. */
    PRIVILEGES,
    /** The filter of system calls: the kernel checks, compiles and caches it. */
    FILTER,
    /** With every wall up, waiting for its command: mostly the idle time of a pooled room. */
    WAITING,
    /** Files copied in, descriptors, limits, working directory; up to {@code execve}. */
    COMMAND,
    /** From the program's end until no process was left and the counters were read. */
    END
  }

  /** All that was done, without {@link Phase#WAITING}. */
  public Duration total() {
    return phases.entrySet().stream()
        .filter(phase -> phase.getKey() != Phase.WAITING)
        .map(Map.Entry::getValue)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
