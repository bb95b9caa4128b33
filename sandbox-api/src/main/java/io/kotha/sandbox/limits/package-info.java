/** Limits of a room: memory, processors, time, processes, devices. */
@NullMarked
package io.kotha.sandbox.limits;

import org.jspecify.annotations.NullMarked;
