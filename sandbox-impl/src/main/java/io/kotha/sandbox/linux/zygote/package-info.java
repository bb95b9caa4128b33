/** The helper binary, the control channel to it, and the one event thread that listens. */
@NullMarked
package io.kotha.sandbox.linux.zygote;

import org.jspecify.annotations.NullMarked;
