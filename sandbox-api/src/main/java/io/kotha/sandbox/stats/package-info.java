/** Measured figures: of a run, a live room, a pool, the building of a room, and the host. */
@NullMarked
package io.kotha.sandbox.stats;

import org.jspecify.annotations.NullMarked;
