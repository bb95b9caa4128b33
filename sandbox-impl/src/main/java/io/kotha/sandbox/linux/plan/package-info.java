/**
 * Planning of rooms. {@link Planner} resolves the description of a sandbox and the facts of the
 * host to a {@link Plan}: plain data that the helper executes without a decision of its own.
 *
 * <p>Pure: nothing here reads the host or calls the kernel. {@link RoomInputs} and {@link Host}
 * carry the facts that were read before.
 *
 * <p>This package has more than 20 types: 21. Each is a part of a plan or plans such a part, and
 * those that plan are package-private.
 */
@NullMarked
package io.kotha.sandbox.linux.plan;

import org.jspecify.annotations.NullMarked;
