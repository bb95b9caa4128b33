/** Java programs in rooms: their flags, and their memory measured against the room's limit. */
@NullMarked
package io.kotha.sandbox.jvm;

import org.jspecify.annotations.NullMarked;
