/**
 * Namespaces and capabilities of the processes of the host, as {@code lsns(8)} and {@code pscap(8)}
 * show them, and the processes of a room, as {@code ps(1)} does.
 */
@NullMarked
package io.kotha.sandbox.inspect;

import org.jspecify.annotations.NullMarked;
