package io.kotha.benchmarks.result;

/**
 * A distribution of times other than start to exit.
 *
 * @param key the key by which budgets refer to it
 * @param what its description for reports
 * @param times the measured times
 */
public record Spread(String key, String what, Distribution times) {}
