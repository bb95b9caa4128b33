/**
 * What this host can do, and the host ids that rooms are given under root.
 *
 * <p>{@link HostInspector} reads and judges, {@link IdLeases} hands out.
 */
@NullMarked
package io.kotha.sandbox.linux.host;

import io.kotha.sandbox.linux.ids.IdLeases;
import org.jspecify.annotations.NullMarked;
