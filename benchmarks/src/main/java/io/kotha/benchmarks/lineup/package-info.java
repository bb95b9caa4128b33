/** Who is measured: what is installed and works here, and which isolation each really gives. */
@NullMarked
package io.kotha.benchmarks.lineup;

import org.jspecify.annotations.NullMarked;
