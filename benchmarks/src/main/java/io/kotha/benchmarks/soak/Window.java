package io.kotha.benchmarks.soak;

import io.kotha.benchmarks.result.Distribution;

/**
 * Some hundred runs, and what was held after them.
 *
 * @param runs how many there were until now
 */
record Window(long runs, Distribution latency, Sample after) {}
