package io.kotha.examples.ship;

import io.kotha.examples.ship.terminal.LocalTerminal;
import io.kotha.examples.ship.terminal.WindowWatch;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.Stdio;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Threads that copy bytes between this process and the program if they do not share streams. */
final class Relay implements AutoCloseable {

  /** The byte that a terminal treats as the end of input (Ctrl-D). */
  private static final int END_OF_FILE_KEY = 4;

  private final List<Thread> outputs = new ArrayList<>();
  private final Optional<LocalTerminal> terminal;
  private final Optional<WindowWatch> window;

  private Relay(Optional<LocalTerminal> terminal, Optional<WindowWatch> window) {
    this.terminal = terminal;
    this.window = window;
  }

  static Relay between(SandboxProcess process, Command command) {
    if (command.terminal() != null) {
      Optional<LocalTerminal> raw = LocalTerminal.raw();
      Relay relay =
          new Relay(
              raw,
              raw.map(
                  terminal ->
                      WindowWatch.start(
                          size -> process.resizeTerminal(size.columns(), size.rows()))));
      relay.output(process.getInputStream(), FileDescriptor.out);
      relay.keys(process.getOutputStream());
      return relay;
    }
    Relay relay = new Relay(Optional.empty(), Optional.empty());
    if (command.stdout() instanceof Stdio.Pipe) {
      relay.output(process.getInputStream(), FileDescriptor.out);
    }
    if (command.stderr() instanceof Stdio.Pipe) {
      relay.output(process.getErrorStream(), FileDescriptor.err);
    }
    return relay;
  }

  /** Writes a program's output as it is. */
  @SuppressWarnings("resource") // closing the stream would close the descriptor
  static void write(byte[] output, FileDescriptor to) throws IOException {
    new FileOutputStream(to).write(output);
  }

  /** Waits until the program's entire output has been copied. */
  void finish() throws InterruptedException {
    for (Thread thread : outputs) {
      thread.join();
    }
  }

  @Override
  public void close() {
    window.ifPresent(WindowWatch::close);
    terminal.ifPresent(LocalTerminal::close);
  }

  private void output(InputStream from, FileDescriptor to) {
    Thread thread = new Thread(() -> copy(from, new FileOutputStream(to)), "ship-output");
    thread.setDaemon(true);
    thread.start();
    outputs.add(thread);
  }

  /**
   * Starts the copier of standard input: a daemon thread, because it may block until the JVM ends.
   */
  private void keys(OutputStream to) {
    Thread thread =
        new Thread(
            () -> {
              copy(new FileInputStream(FileDescriptor.in), to);
              try {
                to.write(END_OF_FILE_KEY);
                to.flush();
              } catch (IOException e) {
                return; // the program has ended
              }
            },
            "ship-keys");
    thread.setDaemon(true);
    thread.start();
  }

  private static void copy(InputStream from, OutputStream to) {
    byte[] buffer = new byte[8192];
    try {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
    } catch (IOException e) {
      return; // one side is closed; the verdict gives the reason
    }
  }
}
