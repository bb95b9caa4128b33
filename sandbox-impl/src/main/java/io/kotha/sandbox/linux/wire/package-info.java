/** Pure: the plan as bytes, and the helper's bytes as reports; {@code wire.h} is the contract. */
@NullMarked
package io.kotha.sandbox.linux.wire;

import org.jspecify.annotations.NullMarked;
