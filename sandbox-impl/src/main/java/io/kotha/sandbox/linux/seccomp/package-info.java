/**
 * Compiles a system call policy to a classic BPF filter for {@code seccomp(2)}, and reads and
 * writes policies as seccomp profiles of Docker and the OCI runtimes.
 *
 * <p>Pure: nothing here calls the kernel. The only input and output is the loading of the system
 * call tables from the class path.
 */
@NullMarked
package io.kotha.sandbox.linux.seccomp;

import org.jspecify.annotations.NullMarked;
