/**
 * What JMH does not fit: programs for a JVM of their own, whose size, threads or mounts are what is
 * measured.
 */
@NullMarked
package io.kotha.benchmarks.probe;

import org.jspecify.annotations.NullMarked;
