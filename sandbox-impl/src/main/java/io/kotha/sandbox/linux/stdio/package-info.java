/**
 * The standard descriptors of a program: how they are opened for a command, the JVM's streams at
 * the other end, terminals, captured output, and pipes between rooms.
 */
@NullMarked
package io.kotha.sandbox.linux.stdio;

import org.jspecify.annotations.NullMarked;
