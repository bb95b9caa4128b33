/** Pure: a system call policy, compiled to a classic BPF program for {@code seccomp(2)}. */
@NullMarked
package io.kotha.sandbox.linux.seccomp;

import org.jspecify.annotations.NullMarked;
