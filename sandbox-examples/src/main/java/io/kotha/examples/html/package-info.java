/** Output of untrusted text: HTML in which it is escaped, and plain text for a terminal. */
@NullMarked
package io.kotha.examples.html;

import org.jspecify.annotations.NullMarked;
