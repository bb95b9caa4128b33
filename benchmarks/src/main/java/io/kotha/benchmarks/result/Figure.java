package io.kotha.benchmarks.result;

/**
 * A single number.
 *
 * @param key by which a budget finds it
 * @param what it is, for people
 */
public record Figure(String key, String what, double value, String unit) {}
