package io.kotha.sandbox.seccomp;

import java.io.IOException;
import java.util.List;

/**
 * A system call that waits for an answer. Valid until its {@link SyscallEmulator} returns; each
 * access to memory fails when the caller is gone, and never reaches another process.
 */
public interface SyscallNotification {

  /** The kernel's name of it, or {@code syscall N} where this version has none. */
  String name();

  /** Its number on this architecture. */
  int number();

  /** Its six argument registers, as the kernel was given them. */
  List<Long> arguments();

  /** The calling thread's id on the host. */
  long tid();

  /**
   * Reads memory of the program, through {@code /proc/PID/mem}.
   *
   * @throws IOException if it is not mapped, or the caller is gone
   */
  byte[] read(long address, int length) throws IOException;

  /**
   * Reads bytes up to a NUL, as UTF-8.
   *
   * @param most how many bytes to look at
   * @throws IOException if there is no NUL among them, or they cannot be read
   */
  String readText(long address, int most) throws IOException;

  /**
   * Writes memory of the program.
   *
   * @throws IOException if it is not mapped, or the caller is gone
   */
  void write(long address, byte[] content) throws IOException;
}
