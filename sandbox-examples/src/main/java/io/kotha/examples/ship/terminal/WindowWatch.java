package io.kotha.examples.ship.terminal;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.jline.utils.Signals;

/**
 * Watches the size of the terminal on standard input. The kernel sends SIGWINCH to the processes in
 * the foreground of a terminal when it is resized.
 */
public final class WindowWatch implements AutoCloseable {

  private static final String SIGWINCH = "WINCH";

  /** A use of each new size. */
  public interface Use {
    /** Uses a size. */
    void of(LocalTerminal.Size size) throws IOException;
  }

  private final Use use;

  /** One change for the time before the signal is handled. */
  private final Semaphore changes = new Semaphore(1);

  private WindowWatch(Use use) {
    this.use = use;
  }

  /** Starts to watch. */
  public static WindowWatch start(Use use) {
    WindowWatch watch = new WindowWatch(use);
    Signals.register(SIGWINCH, watch.changes::release);
    var unused = Daemon.start("ship-window", watch::watch);
    return watch;
  }

  private void watch() {
    try {
      while (true) {
        changes.acquire();
        changes.drainPermits(); // several changes at once have one size
        var size = LocalTerminal.size();
        if (size.isPresent()) {
          use.of(size.get());
        }
      }
    } catch (IOException e) {
      return; // the program has ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    Signals.registerDefault(SIGWINCH);
  }
}
