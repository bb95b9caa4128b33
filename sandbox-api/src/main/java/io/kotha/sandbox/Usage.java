package io.kotha.sandbox;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run used, all processes of the room together, read when the last one was dead. A figure
 * that this host does not give is empty, never 0.
 *
 * @param wall from the program's start to its end, by the monotonic clock
 * @param cpu user and system time; cgroup {@code cpu.stat} or {@code cpuacct.usage}
 * @param peakMemoryBytes cgroup {@code memory.peak} or {@code memory.max_usage_in_bytes}
 * @param oomKills processes killed for want of memory
 * @param pidsPeak most processes and threads at one time; cgroup {@code pids.peak}
 * @param pidsRefused forks refused at the pids limit; cgroup {@code pids.events}
 */
public record Usage(
    Duration wall,
    Optional<Duration> cpu,
    OptionalLong peakMemoryBytes,
    OptionalLong oomKills,
    OptionalLong pidsPeak,
    OptionalLong pidsRefused) {}
