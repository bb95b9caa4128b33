/**
 * Planning of rooms. {@link Planner} resolves the description of a sandbox and the facts of the
 * host to a {@link Plan}: plain data that the helper executes without a decision of its own.
 *
 * <p>Pure: nothing here reads the host or calls the kernel. {@link RoomInputs} and {@link Host}
 * carry the facts that were read before.
 *
 * <p>This package has more than 20 types: 26. Each is a part of a plan or plans such a part. Most
 * classes that plan a part are package-private: a division would make them public for each other.
 */
@NullMarked
package io.kotha.sandbox.linux.plan;

import org.jspecify.annotations.NullMarked;
