/**
 * The parts of a room's isolation that have values of their own: ids, clocks, the network, security
 * modules and mitigations.
 */
@NullMarked
package io.kotha.sandbox.isolation;

import org.jspecify.annotations.NullMarked;
