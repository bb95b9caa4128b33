/**
 * Pools of rooms that are built before their commands are known: the stock of waiting rooms, its
 * size, and the check that a sandbox can use them.
 */
@NullMarked
package io.kotha.sandbox.linux.pool;

import org.jspecify.annotations.NullMarked;
