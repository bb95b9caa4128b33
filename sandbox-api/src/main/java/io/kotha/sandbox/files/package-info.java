/** Files that are copied into and out of a room, and the capacity of a room's file systems. */
@NullMarked
package io.kotha.sandbox.files;

import org.jspecify.annotations.NullMarked;
