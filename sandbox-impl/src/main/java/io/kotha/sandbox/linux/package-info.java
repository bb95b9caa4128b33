/**
 * The Linux provider: finds out what the host can do, plans a room, has the zygote build it, and
 * gives out the process in it as a {@link java.lang.Process}.
 */
@NullMarked
package io.kotha.sandbox.linux;

import org.jspecify.annotations.NullMarked;
