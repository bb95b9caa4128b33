/** Tests that compare the encoders and decoders with the helper's header. */
@NullMarked
package io.kotha.sandbox.linux.wire;

import org.jspecify.annotations.NullMarked;
