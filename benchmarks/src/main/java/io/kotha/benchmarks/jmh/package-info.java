/** The JMH benchmarks: time from start to exit, and throughput. */
@NullUnmarked // JMH fills the fields of its states
package io.kotha.benchmarks.jmh;

import org.jspecify.annotations.NullUnmarked;
