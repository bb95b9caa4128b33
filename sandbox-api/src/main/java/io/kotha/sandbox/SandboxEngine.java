package io.kotha.sandbox;

import io.kotha.sandbox.event.ListenerRegistration;
import io.kotha.sandbox.event.SandboxListener;
import io.kotha.sandbox.spi.Providers;
import io.kotha.sandbox.stats.LiveRoom;
import java.util.List;
import java.util.Objects;

/**
 * The engine that all rooms of one class loader share: a helper process, an event thread, cgroups
 * and leases of host ids. The first use of a {@link Sandbox} opens it, and the end of the JVM ends
 * it. Safe for use by many threads.
 *
 * <p>An application that can be undeployed while its JVM goes on closes it: otherwise the thread
 * keeps the class loader.
 *
 * <pre>{@code
 * public void contextDestroyed(ServletContextEvent event) {
 *   SandboxEngine.close();
 * }
 * }</pre>
 */
public final class SandboxEngine {

  private SandboxEngine() {}

  /**
   * Returns the rooms that have not ended, by increasing id; none if the engine is not open.
   *
   * @throws SandboxException if no provider is on the class or module path
   */
  public static List<LiveRoom> rooms() throws SandboxException {
    return Providers.get().rooms();
  }

  /**
   * Kills a room. Does not wait for its end.
   *
   * @param id a {@link LiveRoom#id}
   * @return false if no such room lives
   * @throws SandboxException if no provider is on the class or module path
   */
  public static boolean kill(long id) throws SandboxException {
    return Providers.get().kill(id);
  }

  /**
   * Registers a listener for the events of all rooms of this class loader, until the registration
   * is closed. Does not open the engine. {@link SandboxListener} describes on which thread and in
   * which order the listener gets the events.
   *
   * @param listener may be registered several times; it then gets each event as often
   * @return the registration, which holds the listener until it is closed
   * @throws SandboxException if no provider is on the class or module path
   */
  public static ListenerRegistration addListener(SandboxListener listener) throws SandboxException {
    return Providers.get().addListener(Objects.requireNonNull(listener, "listener"));
  }

  /**
   * Closes all pools and rooms, kills all programs, waits for their end, and ends the helper
   * process and the event thread. The verdict of the programs is {@link Verdict.Killed}. Afterwards
   * nothing of this class loader's rooms is left on the host. A later use of a {@link Sandbox}
   * opens another engine; pools and rooms that were opened before stay closed. A program that is
   * being started meanwhile either is killed, or its start fails with a {@link SandboxException}.
   *
   * <p>Listeners stay registered. Each gets the events that are queued for it, for at most two
   * seconds; then it is interrupted, the rest is dropped, and its thread ends when it returns.
   *
   * <p>Waits at most ten seconds for processes that cannot be killed; they are then {@link
   * Verdict.Lost}. Has no effect if the engine is not open. Must not be called by an action that
   * runs when a program ends, such as one of {@code onExit}: it would wait for itself.
   *
   * @throws SandboxException if no provider is on the class or module path
   */
  public static void close() throws SandboxException {
    Providers.get().close();
  }
}
