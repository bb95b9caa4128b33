/** Files that the tools write where a room may have written before. */
@NullMarked
package io.kotha.examples.files;

import org.jspecify.annotations.NullMarked;
