/**
 * Measurements that JMH cannot make. Each is a main class that runs in a new JVM, because that
 * JVM's size, threads, mounts or first use are measured.
 */
@NullMarked
package io.kotha.benchmarks.probe;

import org.jspecify.annotations.NullMarked;
