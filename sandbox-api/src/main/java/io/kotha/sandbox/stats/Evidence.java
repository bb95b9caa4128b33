package io.kotha.sandbox.stats;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The counters that prove a verdict, under the kernel's own names ({@code memory.events:oom_kill},
 * {@code pids.events:max} …). A counter that this kernel lacks is absent, never 0.
 */
public record Evidence(Map<String, Long> counters) {

  /**
   * How many bytes were read of what the program wrote to a captured stdout, kept or not; no kernel
   * counter. A started process has none: its caller reads.
   */
  public static final String STDOUT_BYTES = "stdout_bytes";

  /** The same of stderr. */
  public static final String STDERR_BYTES = "stderr_bytes";

  /** No counter at all. */
  public static final Evidence NONE = new Evidence(Map.of());

  public Evidence {
    counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
  }

  @Override
  public String toString() {
    return counters.toString();
  }
}
