package io.kotha.sandbox.linux.zygote;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The live zygote of an engine: starts one with the first room, and another when one has died. */
public final class ZygoteSupply {

  private final Native kernel;
  private final EventLoop events;
  private final HelperBinary helper;

  /** Directories that the current zygote was told to remove. */
  private final Set<List<String>> announced = new HashSet<>();

  private @Nullable Zygote zygote;

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

  /** Makes the zygote remove these directories, inner ones first, when this JVM is gone. */
  public synchronized void removeAtEnd(List<String> directories) throws SandboxException {
    Zygote current = get();
    if (announced.add(directories)) {
      directories.forEach(current::removeAtEnd);
    }
  }
}
