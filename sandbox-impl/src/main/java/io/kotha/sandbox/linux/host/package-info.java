/**
 * Facts about this host: the features that {@link HostInspector} reports, the facts of {@link
 * HostFacts} that decide plans, block devices, and samples of the host's load.
 *
 * <p>Not pure: these classes read {@code /proc} and {@code /sys} and make a few harmless system
 * calls.
 */
@NullMarked
package io.kotha.sandbox.linux.host;

import org.jspecify.annotations.NullMarked;
