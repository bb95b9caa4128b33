package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.sys.SharedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of a terminal that a program can change through a descriptor of it ({@code
 * ioctl_tty(2)}): line discipline, modes, window size, exclusive mode, and the permissions of its
 * device file, which an ordinary user's payload owns.
 */
final class TerminalState {

  private static final Logger LOG = LoggerFactory.getLogger(TerminalState.class);

  // TCGETS2 and not TCGETS, which lacks the speeds that have no constant.
  private static final long TCGETS2 = 0x802c542aL;
  private static final long TCSETS2 = 0x402c542bL;
  private static final int TERMIOS2 = 44;

  private static final long TIOCGWINSZ = 0x5413L;
  private static final long TIOCSWINSZ = 0x5414L;
  private static final int WINSIZE = 8;

  private static final long TIOCGETD = 0x5424L;
  private static final long TIOCSETD = 0x5423L;
  private static final long TIOCGEXCL = 0x80045440L;
  private static final long TIOCEXCL = 0x540cL;
  private static final long TIOCNXCL = 0x540dL;
  private static final int INT = 4;

  private final Native kernel;
  private final SharedFile file;
  private final byte[] discipline;
  private final byte[] modes;
  private final byte[] window;
  private final byte[] exclusive;
  private final int permissions;

  private TerminalState(Native kernel, SharedFile file) throws IOException {
    this.kernel = kernel;
    this.file = file;
    modes = get(TCGETS2, TERMIOS2); // first: only a terminal has modes
    discipline = get(TIOCGETD, INT);
    window = get(TIOCGWINSZ, WINSIZE);
    exclusive = get(TIOCGEXCL, INT);
    permissions = permissions();
  }

  /**
   * Reads the state; empty if the file is no terminal, or is the terminal of a shell in which
   * another job is in the foreground: the settings are then those of that job.
   */
  static Optional<TerminalState> of(Native kernel, SharedFile file) {
    try {
      TerminalState state = new TerminalState(kernel, file);
      return file.isOurs() ? Optional.of(state) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Sets what has changed back, unless another job of the shell is in the foreground. */
  void restore() {
    if (!file.isOurs()) {
      return;
    }
    attempt(() -> set(TIOCGETD, TIOCSETD, discipline)); // first: the modes are those of one
    attempt(() -> set(TCGETS2, TCSETS2, modes));
    attempt(() -> set(TIOCGWINSZ, TIOCSWINSZ, window));
    attempt(() -> set(TIOCGEXCL, exclusive[0] == 0 ? TIOCNXCL : TIOCEXCL, exclusive));
    attempt(file::resumeOutput);
    attempt(this::restorePermissions);
  }

  private void attempt(SharedFile.Change change) {
    try {
      file.change(change);
    } catch (NativeException e) {
      LOG.debug("a setting of terminal {} cannot be restored", file.fd(), e);
    }
  }

  private byte[] get(long request, int size) throws NativeException {
    byte[] value = new byte[size];
    kernel.ioctl(file.fd(), request, value);
    return value;
  }

  private void set(long getter, long setter, byte[] value) throws NativeException {
    if (!Arrays.equals(get(getter, value.length), value)) {
      kernel.ioctl(file.fd(), setter, value.clone());
    }
  }

  private void restorePermissions() throws NativeException {
    try {
      if (permissions() != permissions) {
        file.setMode(permissions);
      }
    } catch (NativeException e) {
      throw e;
    } catch (IOException e) {
      LOG.debug("the permissions of terminal {} cannot be read", file.fd(), e);
    }
  }

  private int permissions() throws IOException {
    Path path = Path.of("/proc/self/fd", Integer.toString(file.fd()));
    return (int) Files.getAttribute(path, "unix:mode") & 07777;
  }
}
