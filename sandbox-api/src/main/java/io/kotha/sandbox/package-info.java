/**
 * Untrusted programs in rooms: environments that the kernel isolates and limits.
 *
 * <p>Start at {@link io.kotha.sandbox.Sandbox}, an immutable description of rooms that can start
 * any number of programs. {@link io.kotha.sandbox.SandboxProcess} is a running program, {@link
 * io.kotha.sandbox.SandboxResult} a finished one, and {@link io.kotha.sandbox.Verdict} tells how it
 * ended.
 *
 * <p>Values that only some callers need are in packages of their own:
 *
 * <ul>
 *   <li>{@link io.kotha.sandbox.limits}: memory, processors, time, processes, devices,
 *   <li>{@link io.kotha.sandbox.files}: copies in and out, and the sizes of file systems,
 *   <li>{@link io.kotha.sandbox.isolation}: ids, clocks, network, Landlock, labels, mitigations,
 *   <li>{@link io.kotha.sandbox.seccomp}: system call policies, emulation and learning,
 *   <li>{@link io.kotha.sandbox.stats}: measured figures,
 *   <li>{@link io.kotha.sandbox.event}: listeners for starts, ends and failures,
 *   <li>{@link io.kotha.sandbox.jvm}: Java programs in rooms,
 *   <li>{@link io.kotha.sandbox.spi}: the interface that a provider implements.
 * </ul>
 *
 * <p>This package has more than 20 types: 25. Three of them are package-private classes that hold
 * the settings of {@code Sandbox} by subject. They must share its package, because a public
 * superclass would become part of the API. The 22 public types are those that a caller meets in a
 * first program: one wildcard import covers it.
 */
@NullMarked
package io.kotha.sandbox;

import org.jspecify.annotations.NullMarked;
