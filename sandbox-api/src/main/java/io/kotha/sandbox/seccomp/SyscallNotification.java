package io.kotha.sandbox.seccomp;

import java.io.IOException;
import java.util.List;

/**
 * A system call that waits for an answer; {@code seccomp_unotify(2)}. It is valid until its {@link
 * SyscallEmulator} returns. An access to memory fails if the calling thread is gone, and never
 * reaches another process that got the same thread id.
 */
public interface SyscallNotification {

  /**
   * Returns the kernel's name of the call, or {@code syscall N} if Kotha's tables do not name it.
   */
  String name();

  /** Returns the number of the call on this architecture. */
  int number();

  /** Returns the six argument registers, as the kernel got them. */
  List<Long> arguments();

  /** Returns the calling thread's id on the host. */
  long tid();

  /**
   * Reads memory of the program through {@code /proc/TID/mem}.
   *
   * @param address address in the program
   * @param length number of bytes
   * @throws IOException if the memory is not mapped or the calling thread is gone
   */
  byte[] read(long address, int length) throws IOException;

  /**
   * Reads a NUL-terminated string as UTF-8.
   *
   * @param address address in the program
   * @param max largest number of bytes to read, the NUL included
   * @throws IOException if there is no NUL among them, the memory is not mapped, or the calling
   *     thread is gone
   */
  String readText(long address, int max) throws IOException;

  /**
   * Writes memory of the program through {@code /proc/TID/mem}.
   *
   * @param address address in the program
   * @param content bytes to write
   * @throws IOException if the memory is not mapped or the calling thread is gone
   */
  void write(long address, byte[] content) throws IOException;
}
