package io.kotha.sandbox.linux.sys;

/**
 * Descriptors of processes ({@code pidfd_open(2)}): unlike a pid, none is ever another process's.
 */
public final class ProcessFds {

  // The numbers are the same on every architecture since Linux 5.0.
  private static final long PIDFD_SEND_SIGNAL = 424;
  private static final long PIDFD_OPEN = 434;

  private final Native kernel;

  /** Makes the calls of this kernel. */
  public ProcessFds(Native kernel) {
    this.kernel = kernel;
  }

  /**
   * Opens a descriptor of a process, close-on-exec.
   *
   * @throws NativeException with ESRCH if there is no process with the pid
   */
  public int open(long pid) throws NativeException {
    return (int) checked("pidfd_open", kernel.syscall(PIDFD_OPEN, pid, 0, 0, 0));
  }

  /**
   * Sends a signal to a process.
   *
   * @throws NativeException with ESRCH if the process has ended
   */
  public void signal(int fd, int number) throws NativeException {
    checked("pidfd_send_signal", kernel.syscall(PIDFD_SEND_SIGNAL, fd, number, 0, 0));
  }

  private static long checked(String call, long result) throws NativeException {
    if (result < 0) {
      throw new NativeException(call, (int) -result);
    }
    return result;
  }
}
