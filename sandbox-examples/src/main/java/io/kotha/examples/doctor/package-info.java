/** {@code doctor}: says what this host can do. */
@NullMarked
package io.kotha.examples.doctor;

import org.jspecify.annotations.NullMarked;
