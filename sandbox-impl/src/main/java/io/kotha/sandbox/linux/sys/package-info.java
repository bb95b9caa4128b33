/**
 * Access to the kernel: the C library through jnr-ffi, errno, native memory, and the event loop.
 *
 * <p>The classes of this package know nothing of sandboxes.
 */
@NullMarked
package io.kotha.sandbox.linux.sys;

import org.jspecify.annotations.NullMarked;
