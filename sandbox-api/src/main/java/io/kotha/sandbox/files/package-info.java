/** Files that go into and out of a room. */
@NullMarked
package io.kotha.sandbox.files;

import org.jspecify.annotations.NullMarked;
