/** The soak test: many thousand runs in one JVM, after which no held resource may have grown. */
@NullMarked
package io.kotha.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
