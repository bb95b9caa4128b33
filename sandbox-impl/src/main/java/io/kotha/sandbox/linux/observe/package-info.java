/**
 * The way of every event from the room to its observers: the log, the JDK Flight Recorder and
 * listeners.
 */
@NullMarked
package io.kotha.sandbox.linux.observe;

import org.jspecify.annotations.NullMarked;
