/** Reads the seccomp profiles of Docker and of the OCI run-time specification. */
@NullMarked
package io.kotha.examples.ship.seccomp;

import org.jspecify.annotations.NullMarked;
