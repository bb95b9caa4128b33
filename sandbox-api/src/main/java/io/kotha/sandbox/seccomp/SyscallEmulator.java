package io.kotha.sandbox.seccomp;

import io.kotha.sandbox.Verdict;
import java.io.IOException;

/**
 * Answers system calls in the kernel's stead, where a {@link SyscallPolicy} has them {@linkplain
 * SyscallPolicy#emulate emulated}. The calling thread of the room waits meanwhile.
 *
 * <p><b>For emulation, never for decisions on what a pointer leads to</b>: another thread of the
 * program can change that at any time, also between a look here and the kernel's own. What is
 * decided on are numbers, and of those the ones the kernel was given, in {@link
 * SyscallNotification#arguments}.
 *
 * <p>Called on threads of Kotha's, on up to sixteen at once for one room; more calls wait. An
 * exception thrown by it is logged, and ends the room with the verdict {@link
 * Verdict.SyscallDenied}: a supervisor that fails must not let a program go on.
 */
@FunctionalInterface
public interface SyscallEmulator {

  /** What the program is to see of its call. */
  SyscallAnswer answer(SyscallNotification call) throws IOException;
}
