/**
 * Leases of host ids for rooms, for a JVM that is root. {@link IdLeases} is the entry point.
 *
 * <p>{@link IdRange} and {@link IdSpace#of} are pure; the other classes read the host's files and
 * lock files that all JVMs of the host share.
 */
@NullMarked
package io.kotha.sandbox.linux.ids;

import org.jspecify.annotations.NullMarked;
