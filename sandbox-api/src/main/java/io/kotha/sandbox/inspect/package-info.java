/**
 * Namespaces and capabilities of the processes of the host, as {@code lsns(8)} and {@code pscap(8)}
 * show them.
 */
@NullMarked
package io.kotha.sandbox.inspect;

import org.jspecify.annotations.NullMarked;
