/** Tests of {@link io.kotha.sandbox.linux.elf}. */
@NullMarked
package io.kotha.sandbox.linux.elf;

import org.jspecify.annotations.NullMarked;
