/**
 * Namespaces and capabilities of the processes of the host, as {@code lsns(8)} and {@code pscap(8)}
 * show them, the processes of a room, as {@code ps(1)} does, and a way into namespaces, as {@code
 * nsenter(1)} has it.
 */
@NullMarked
package io.kotha.sandbox.inspect;

import org.jspecify.annotations.NullMarked;
