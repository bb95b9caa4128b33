package io.kotha.sandbox.seccomp;

import io.kotha.sandbox.Verdict;
import java.io.IOException;

/**
 * Code that answers system calls in place of the kernel, for the calls that {@link
 * SyscallPolicy#emulate} names. The calling thread of the room waits for the answer.
 *
 * <p><b>Never decide by memory that an argument points to, and then let the kernel execute the
 * call</b>: another thread of the program can change that memory after the check. Decide by the
 * argument registers, {@link SyscallNotification#arguments}, which the program cannot change.
 *
 * <p>Kotha calls it on its own threads, for at most 16 calls of one room at once; further calls
 * wait. An exception is logged and ends the room with {@link Verdict.SyscallDenied}, so that a
 * program never continues after a failed check.
 */
@FunctionalInterface
public interface SyscallEmulator {

  /**
   * Answers a call.
   *
   * @param call call that waits; valid until this method returns
   * @throws IOException if the program's memory cannot be accessed; the room is then killed, unless
   *     the process that made the call is dead
   */
  SyscallAnswer answer(SyscallNotification call) throws IOException;
}
