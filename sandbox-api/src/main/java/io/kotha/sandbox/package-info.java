/**
 * Untrusted programs in rooms of their own.
 *
 * <p>Start at {@link io.kotha.sandbox.Sandbox}: an immutable description of a room, from which any
 * number of programs can be started.
 */
@NullMarked
package io.kotha.sandbox;

import org.jspecify.annotations.NullMarked;
