/**
 * The JVM's side of the zygote: the helper binary, its start, and the control socket that carries
 * requests to it and reports from it.
 */
@NullMarked
package io.kotha.sandbox.linux.zygote;

import org.jspecify.annotations.NullMarked;
