/** The command {@code doctor}: reports which features this host provides. */
@NullMarked
package io.kotha.examples.doctor;

import org.jspecify.annotations.NullMarked;
