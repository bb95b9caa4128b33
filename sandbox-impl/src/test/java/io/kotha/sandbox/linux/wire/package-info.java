/** The two sides of the wire held against each other. */
@NullMarked
package io.kotha.sandbox.linux.wire;

import org.jspecify.annotations.NullMarked;
