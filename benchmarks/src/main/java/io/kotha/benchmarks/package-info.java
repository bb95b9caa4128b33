/** What a room costs, measured beside what the JDK's own processes cost. */
@NullUnmarked // JMH fills the fields of its states
package io.kotha.benchmarks;

import org.jspecify.annotations.NullUnmarked;
