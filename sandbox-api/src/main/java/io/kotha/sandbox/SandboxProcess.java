package io.kotha.sandbox;

import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.limits.MemoryLimits;
import io.kotha.sandbox.limits.ProcessLimits;
import io.kotha.sandbox.stats.RoomStats;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

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

  /**
   * Stops every process of the room where it stands, until {@link #thaw}; returns when they all
   * stand. cgroup {@code cgroup.freeze}, v2 only: what the freezer of v1 holds could not be killed.
   *
   * <p>A frozen room uses no processor time, and keeps its memory. Its wall time runs on, and so
   * does its idle time; limits on both end it as ever. It can be killed, also by a signal that the
   * program does not handle; one that it does handle waits for the thaw. Nothing happens if the
   * room has ended.
   *
   * @throws UnsupportedHostException if the room has no group in a v2 tree
   * @throws SandboxException if not every process stands after five seconds, because one waits in
   *     the kernel for what cannot be interrupted; the room then goes on
   */
  public abstract void freeze() throws SandboxException;

  /**
   * Lets a frozen room go on. Nothing happens if it is not frozen, or has ended.
   *
   * @throws UnsupportedHostException as {@link #freeze} does
   */
  public abstract void thaw() throws SandboxException;

  /**
   * What the room uses now: some files of its cgroup are read, which takes less than a millisecond.
   * Never fails: a room without a cgroup has only empty figures, and of one that has ended the
   * counters of {@link #usage} stay, while what only a live room has is empty.
   */
  public abstract RoomStats stats();

  /**
   * What the room uses, again and again: to each subscriber at once, then after each interval,
   * {@code onComplete} when the room has ended. What a subscriber has not requested when its time
   * has come is not read, never kept for later; so a slow one sees fewer samples, but true ones.
   *
   * <p>Subscribers are called on the common pool, and share it. What they throw ends their
   * subscription.
   *
   * @throws IllegalArgumentException if the interval is less than a millisecond
   */
  public abstract Flow.Publisher<RoomStats> samples(Duration interval);

  /**
   * Puts other limits in force while the room runs: memory (max, high, swap, huge pages), pids, cpu
   * rate, burst, weight, processors and nodes, io, and time. All else has to be as it was: start
   * with what the room has, {@code Sandbox.spec().limits()}, and change that. Verdicts go by the
   * limits that hold at the end.
   *
   * <p>All or nothing: when the kernel refuses one value, those written before are taken back.
   * Nothing happens if the room has ended.
   *
   * <p>A memory limit below what the room uses: cgroup v2 reclaims, and then kills; v1 refuses.
   *
   * @throws IllegalArgumentException naming what differs but is fixed once a room is built: {@link
   *     ProcessLimits}, {@link Limits#output}, {@link Limits#fallback}, {@link
   *     MemoryLimits#oomKill}, whole cores
   * @throws UnsupportedOperationException naming the cgroup controllers that this room has no group
   *     of. A limit on io, huge pages, processors or nodes can be changed where the room was
   *     started with one, and so can, on v1, a memory limit whose excess ends the whole room
   * @throws UnsupportedHostException if this host cannot give what is asked for
   * @throws SetupException if the kernel refuses a value, step {@link SetupStep#CGROUP_WRITE}
   */
  public abstract void update(Limits limits) throws SandboxException;

  /** What really stands around the program, a line each, for reports. */
  public abstract List<String> isolation();

  /** Kills every process of the room. Safe to call more than once. */
  @Override
  public abstract void close();
}
