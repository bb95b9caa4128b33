/** Pure: what was asked for, resolved into plain data that the helper carries out. */
@NullMarked
package io.kotha.sandbox.linux.plan;

import org.jspecify.annotations.NullMarked;
