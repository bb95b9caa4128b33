/** Many thousand runs in one JVM: does anything grow? */
@NullMarked
package io.kotha.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
