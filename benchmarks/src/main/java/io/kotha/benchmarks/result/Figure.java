package io.kotha.benchmarks.result;

/**
 * A single measured number.
 *
 * @param key the key by which budgets refer to it
 * @param what its description for reports
 */
public record Figure(String key, String what, double value, String unit) {}
