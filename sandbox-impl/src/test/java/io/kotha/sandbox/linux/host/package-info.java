/** Tests of {@link io.kotha.sandbox.linux.host}. */
@NullMarked
package io.kotha.sandbox.linux.host;

import org.jspecify.annotations.NullMarked;
