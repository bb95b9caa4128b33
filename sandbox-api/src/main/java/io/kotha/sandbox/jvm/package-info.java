/** Java programs in rooms: JVM flags that follow from the room's limits. */
@NullMarked
package io.kotha.sandbox.jvm;

import org.jspecify.annotations.NullMarked;
