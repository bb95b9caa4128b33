/** Figures of a run, of a live room, of a pool, of the building of a room, and of the host. */
@NullMarked
package io.kotha.sandbox.stats;

import org.jspecify.annotations.NullMarked;
