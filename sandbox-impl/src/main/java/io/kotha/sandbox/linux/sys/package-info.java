/**
 * Access to the kernel: the C library through jnr-ffi, errno, native memory, and the event loop.
 *
 * <p>The classes of this package know nothing of sandboxes.
 *
 * <p>This package has more than 20 types. Each wraps a few system calls, and only this package may
 * call them.
 */
@NullMarked
package io.kotha.sandbox.linux.sys;

import org.jspecify.annotations.NullMarked;
