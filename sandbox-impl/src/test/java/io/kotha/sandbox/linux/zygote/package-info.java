/** The event thread. */
@NullMarked
package io.kotha.sandbox.linux.zygote;

import org.jspecify.annotations.NullMarked;
