package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.Terminal;
import io.kotha.sandbox.linux.sys.NativeException;
import org.jspecify.annotations.Nullable;

/** The window of a program's terminal, if it has one. Thread-safe. */
public final class TerminalWindow {

  /** The window of a program without a terminal. */
  public static final TerminalWindow NONE = new TerminalWindow(null);

  private final @Nullable StreamDescriptor terminal;

  TerminalWindow(@Nullable StreamDescriptor terminal) {
    this.terminal = terminal;
  }

  /**
   * Sets the size; the kernel tells the terminal's foreground process group. Does nothing if the
   * JVM's side is closed, or the room has ended.
   *
   * @throws IllegalStateException if the program has no terminal
   */
  public void resize(Terminal size) throws NativeException {
    if (terminal == null) {
      throw new IllegalStateException("the program has no terminal; Command.terminal gives it one");
    }
    terminal.resize(size);
  }
}
