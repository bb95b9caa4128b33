/** The one line that it is all about. */
@NullMarked
package io.kotha.examples.mission;

import org.jspecify.annotations.NullMarked;
