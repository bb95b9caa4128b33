package io.kotha.sandbox.linux.zygote;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds the live zygote of an engine: starts one for the first room and after one has died. */
public final class ZygoteSupply implements AutoCloseable {

  /** The time that killed rooms have to end when the engine is closed. */
  private static final Duration END = Duration.ofSeconds(10);

  private final Native kernel;
  private final EventLoop events;
  private final HelperBinary helper;

  /** The directories that the current zygote will remove. */
  private final Set<List<String>> announced = new HashSet<>();

  private @Nullable Zygote zygote;
  private volatile boolean closed;

  /** Starts no zygote yet. */
  public ZygoteSupply(Native kernel, EventLoop events, HelperBinary helper) {
    this.kernel = kernel;
    this.events = events;
    this.helper = helper;
  }

  /**
   * Returns the live zygote.
   *
   * @throws SandboxException if there is none and none can be started
   */
  public synchronized Zygote get() throws SandboxException {
    if (closed) {
      throw new SandboxException("the engine was closed; make a new process, room or pool");
    }
    Zygote current = zygote;
    if (current == null || !current.isAlive()) {
      current = Zygote.start(kernel, events, helper);
      zygote = current;
      announced.clear();
    }
    return current;
  }

  /** Returns the listener of each room that has not ended. */
  public synchronized Map<Long, RoomListener> rooms() {
    return zygote == null ? Map.of() : zygote.rooms();
  }

  /** Ends all rooms and the zygote. No other one is started. */
  @Override
  public void close() {
    closed = true; // not only under the lock: a start that waits for it must see this next
    synchronized (this) {
      if (zygote != null) {
        zygote.close(END);
      }
    }
  }

  /**
   * Makes the zygote remove directories when this JVM has ended.
   *
   * @param directories inner ones first
   */
  public synchronized void removeAtEnd(List<String> directories) throws SandboxException {
    Zygote current = get();
    if (announced.add(directories)) {
      directories.forEach(current::removeAtEnd);
    }
  }
}
