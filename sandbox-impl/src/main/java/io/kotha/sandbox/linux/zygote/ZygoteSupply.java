package io.kotha.sandbox.linux.zygote;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds the live zygote of an engine: starts one for the first room and after one has died. */
public final class ZygoteSupply {

  private final Native kernel;
  private final EventLoop events;
  private final HelperBinary helper;

  /** The directories that the current zygote will remove. */
  private final Set<List<String>> announced = new HashSet<>();

  private @Nullable Zygote zygote;

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
    Zygote current = zygote;
    if (current == null || !current.isAlive()) {
      current = Zygote.start(kernel, events, helper);
      zygote = current;
      announced.clear();
    }
    return current;
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
