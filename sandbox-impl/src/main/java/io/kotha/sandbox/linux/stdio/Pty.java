package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.Terminal;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Opens and resizes pseudo-terminals ({@code pty(7)}). */
final class Pty {

  private static final int O_RDWR_NOCTTY = 2 | 0400;
  private static final long TIOCSPTLCK = 0x40045431L;
  private static final long TIOCGPTN = 0x80045430L;
  private static final long TIOCSWINSZ = 0x5414L;

  private Pty() {}

  /** Opens a pseudo-terminal and returns the JVM's side and the program's side. */
  static int[] open(Native kernel, Terminal size) throws NativeException {
    int jvmSide = kernel.open("/dev/ptmx", O_RDWR_NOCTTY, 0);
    try {
      kernel.ioctl(jvmSide, TIOCSPTLCK, new byte[4]);
      byte[] number = new byte[4];
      kernel.ioctl(jvmSide, TIOCGPTN, number);
      resize(kernel, jvmSide, size);
      int pts = ByteBuffer.wrap(number).order(ByteOrder.nativeOrder()).getInt();
      return new int[] {jvmSide, kernel.open("/dev/pts/" + pts, O_RDWR_NOCTTY, 0)};
    } catch (NativeException e) {
      kernel.close(jvmSide);
      throw e;
    }
  }

  /**
   * Sets the size. The kernel sends SIGWINCH to the foreground process group of the terminal if the
   * size changes ({@code pty_resize}, drivers/tty/pty.c).
   */
  static void resize(Native kernel, int jvmSide, Terminal size) throws NativeException {
    ByteBuffer window = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
    window.putShort(0, (short) size.rows()).putShort(2, (short) size.columns());
    kernel.ioctl(jvmSide, TIOCSWINSZ, window.array());
  }
}
