package io.kotha.benchmarks.result;

/**
 * Times of something else than start to exit.
 *
 * @param key by which a budget finds it
 * @param what it is, for people
 */
public record Spread(String key, String what, Distribution times) {}
