/** What JMH measures: the time from start to exit, and how many of them go into a second. */
@NullUnmarked // JMH fills the fields of its states
package io.kotha.benchmarks.jmh;

import org.jspecify.annotations.NullUnmarked;
