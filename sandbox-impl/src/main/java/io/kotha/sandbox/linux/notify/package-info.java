/**
 * System calls that the JVM answers: the listener of a room's seccomp filter ({@code
 * seccomp_unotify(2)}), the search for the rule that applies, and the threads that run emulators.
 */
@NullMarked
package io.kotha.sandbox.linux.notify;

import org.jspecify.annotations.NullMarked;
