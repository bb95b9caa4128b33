package io.kotha.sandbox;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where the time went that was not the program's: the parts of building its room and of ending it,
 * by the helper's own clock.
 *
 * @param parts how long each took; one that is missing was not reached
 */
public record Setup(Map<Part, Duration> parts) {

  /** Nothing is known. */
  public static final Setup NONE = new Setup(Map.of());

  /** Copies the map. */
  public Setup {
    Map<Part, Duration> copy = new EnumMap<>(Part.class);
    copy.putAll(parts);
    parts = Collections.unmodifiableMap(copy);
  }

  /** One stretch of the helper's work; they follow each other. */
  public enum Part {
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
    WALLS,
    /** The filter of system calls: the kernel checks, compiles and caches it. */
    FILTER,
    /** With every wall up, waiting for its command: mostly the idle time of a pooled room. */
    WAITING,
    /** Files copied in, descriptors, limits, working directory; up to {@code execve}. */
    COMMAND,
    /** From the program's end until no process was left and the counters were read. */
    END
  }

  /** All that was done, without {@link Part#WAITING}. */
  public Duration total() {
    return parts.entrySet().stream()
        .filter(part -> part.getKey() != Part.WAITING)
        .map(Map.Entry::getValue)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
