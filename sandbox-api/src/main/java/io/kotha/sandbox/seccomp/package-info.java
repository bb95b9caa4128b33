/**
 * System call policies: rules, actions, ready-made policies, emulation, learning and profiles.
 * {@link io.kotha.sandbox.seccomp.SyscallPolicy} is the entry point.
 */
@NullMarked
package io.kotha.sandbox.seccomp;

import org.jspecify.annotations.NullMarked;
