/** Limits on a room's memory, processors, time, processes and devices. */
@NullMarked
package io.kotha.sandbox.limits;

import org.jspecify.annotations.NullMarked;
