package io.kotha.sandbox;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A program running in its room. The whole contract of {@link Process} holds: its streams, waiting,
 * {@link #onExit}, {@link #toHandle}, {@link #info}, {@link #destroy} (SIGTERM) and {@link
 * #destroyForcibly} (SIGKILL to the whole room). The process has ended when every process of the
 * room is dead.
 *
 * <p>Closing it kills the room and does not wait; unlike {@code Process.close} of JDK 26, which
 * waits. The room also dies with the JVM.
 */
public abstract class SandboxProcess extends Process implements AutoCloseable {

  /** For providers. */
  protected SandboxProcess() {}

  /**
   * How the run ended.
   *
   * @throws IllegalThreadStateException if it has not, as {@link #exitValue} does
   */
  public abstract Verdict verdict();

  /**
   * What the run used.
   *
   * @throws IllegalThreadStateException if it has not ended
   */
  public abstract Usage usage();

  /** Completes with the verdict when the room's last process is dead. */
  public abstract CompletableFuture<Verdict> onVerdict();

  /**
   * Sends a signal to the program ({@code pidfd_send_signal(2)}); nothing happens if it has ended.
   *
   * @param number 1 to 64
   */
  public abstract void signal(int number);

  /** What really stands around the program, a line each, for reports. */
  public abstract List<String> isolation();

  /** Kills every process of the room. Safe to call more than once. */
  @Override
  public abstract void close();
}
