/**
 * Values of the settings that isolate a room: ids, clocks, network, Landlock, security labels and
 * mitigations.
 */
@NullMarked
package io.kotha.sandbox.isolation;

import org.jspecify.annotations.NullMarked;
