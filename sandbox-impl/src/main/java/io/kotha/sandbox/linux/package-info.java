/**
 * The Linux provider and its engine: connects the other packages, starts the parts that all rooms
 * share, and reports what the host supports.
 */
@NullMarked
package io.kotha.sandbox.linux;

import org.jspecify.annotations.NullMarked;
