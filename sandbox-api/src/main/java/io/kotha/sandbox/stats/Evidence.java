package io.kotha.sandbox.stats;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The counters that prove a verdict. Immutable.
 *
 * @param counters values by the kernel's own names, which are the file and the key in it, such as
 *     {@code memory.events:oom_kill}; besides, {@code wall_ns} and the names of this class. A
 *     counter that this kernel lacks is absent, never 0
 */
public record Evidence(Map<String, Long> counters) {

  /**
   * The name of the number of bytes that were read from a captured stdout, kept or not. It is not a
   * kernel counter. A started process does not have it, because its caller reads the output.
   */
  public static final String STDOUT_BYTES = "stdout_bytes";

  /** The name of the number of bytes that were read from a captured stderr. */
  public static final String STDERR_BYTES = "stderr_bytes";

  /** Evidence without any counter. */
  public static final Evidence NONE = new Evidence(Map.of());

  /** Copies the map. */
  public Evidence {
    Objects.requireNonNull(counters, "counters");
    counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
  }

  @Override
  public String toString() {
    return counters.toString();
  }
}
