package io.kotha.benchmarks.soak;

import io.kotha.benchmarks.result.Distribution;

/**
 * A window of some hundred runs.
 *
 * @param runs number of runs up to the end of this window
 * @param latency the times from start to exit in this window
 * @param after the held resources after this window
 */
record Window(long runs, Distribution latency, Sample after) {}
