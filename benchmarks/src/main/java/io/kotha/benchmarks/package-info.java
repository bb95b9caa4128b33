/** Benchmarks of rooms, next to {@link ProcessBuilder} and other isolators. */
@NullMarked
package io.kotha.benchmarks;

import org.jspecify.annotations.NullMarked;
