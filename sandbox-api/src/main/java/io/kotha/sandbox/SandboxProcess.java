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
 * A program running in its room. It keeps the contract of {@link Process}: streams, waiting, {@link
 * #onExit}, {@link #toHandle}, {@link #info}. {@link #destroy} sends SIGTERM to the program; {@link
 * #destroyForcibly} kills every process of the room. The process counts as ended when every process
 * of the room is dead.
 *
 * <p>{@link #close} kills the room and does not wait, unlike {@code Process.close} of JDK 26. The
 * room also dies when the JVM dies. Safe for use by many threads.
 *
 * <p>For a program of a {@link SandboxRoom}, "the room" in this class means the processes of this
 * program: {@link #destroyForcibly}, {@link #close}, {@link #freeze}, {@link #stats} and {@link
 * #update} act on these alone, and the other programs go on. If the first process of the room, its
 * init, dies, all programs of the room die with it, and their verdict is {@link Verdict.Lost}.
 */
public abstract class SandboxProcess extends Process implements AutoCloseable {

  /** Creates a process. For providers. */
  protected SandboxProcess() {}

  /**
   * Returns how the run ended.
   *
   * @throws IllegalThreadStateException if it has not ended, as {@link #exitValue} does
   */
  public abstract Verdict verdict();

  /**
   * Returns what the run used.
   *
   * @throws IllegalThreadStateException if it has not ended
   */
  public abstract Usage usage();

  /**
   * Returns a future that completes with the verdict when the room's last process is dead. It never
   * completes exceptionally.
   */
  public abstract CompletableFuture<Verdict> onVerdict();

  /**
   * Sends a signal to the program, not to its children; {@code pidfd_send_signal(2)}. Does nothing
   * if the program has ended.
   *
   * @param number signal number, 1 to 64
   * @throws IllegalArgumentException if the number is out of range
   */
  public abstract void signal(int number);

  /**
   * Changes the size of the program's terminal, as a terminal emulator does when its window is
   * resized. If the size differs, the kernel sends SIGWINCH to the terminal's foreground process
   * group. Does nothing if the room has ended, or the output stream of this process was closed.
   *
   * @param columns 1 to 65,535
   * @param rows 1 to 65,535
   * @throws IllegalArgumentException if a number is out of range
   * @throws IllegalStateException if the program was started without {@link Command#terminal}
   */
  public abstract void resizeTerminal(int columns, int rows) throws SandboxException;

  /**
   * Stops every process of the room until {@link #thaw}. Returns when all of them are stopped, or
   * when the room has ended. cgroup {@code cgroup.freeze}, v2 only: a process in the freezer of v1
   * does not die of SIGKILL.
   *
   * <p>A frozen room uses no processor time and keeps its memory. Its wall time and idle time run
   * on, and their limits still end the room. The room can be killed, also by a signal that the
   * program does not handle; a signal that it does handle is delivered after the thaw. A program
   * that {@link #exec} is to start does not start in time.
   *
   * @throws UnsupportedHostException if the room has no cgroup in a v2 tree
   * @throws SandboxException if a process is not stopped after five seconds, because it is in an
   *     uninterruptible wait in the kernel; the room then continues to run
   */
  public abstract void freeze() throws SandboxException;

  /**
   * Continues a frozen room, without waiting until its processes are scheduled. Does nothing if the
   * room is not frozen or has ended.
   *
   * @throws UnsupportedHostException if the room has no cgroup in a v2 tree
   */
  public abstract void thaw() throws SandboxException;

  /**
   * Returns what the room uses now. It reads some files of the room's cgroup on the calling thread,
   * which takes less than a millisecond, and never fails: a figure that cannot be read is empty.
   * For a room that has ended, the counters are those of {@link #usage}, and figures that only a
   * live room has are empty.
   */
  public abstract RoomStats stats();

  /**
   * Returns a publisher of {@link #stats}. Each subscriber gets a sample at once and then one after
   * each interval, and {@code onComplete} when the room has ended. A sample that the subscriber has
   * not requested by then is not read and not kept: a slow subscriber gets fewer samples, all of
   * them current.
   *
   * <p>Subscribers are called on the common pool. A subscriber that throws loses its subscription.
   *
   * @param interval at least 1 ms
   * @throws IllegalArgumentException if the interval is shorter
   */
  public abstract Flow.Publisher<RoomStats> samples(Duration interval);

  /**
   * Replaces the limits while the room runs: memory (max, high, swap, huge pages), pids, cpu rate,
   * burst, weight, processors and nodes, io, and time. All other limits must equal those of the
   * room: take {@link Sandbox#limits()} and change a copy. The verdict uses the limits in force at
   * the end.
   *
   * <p>The update is atomic: if the kernel refuses one value, the values already written are
   * restored. Does nothing if the room has ended.
   *
   * <p>If the room uses more than a new memory limit, cgroup v2 reclaims memory and then kills; v1
   * refuses the limit with {@code EBUSY}.
   *
   * @throws IllegalArgumentException naming the limit that differs but is fixed once a room is
   *     built: {@link ProcessLimits}, {@link Limits#output}, {@link Limits#fallback}, {@link
   *     MemoryLimits#oomKill}, whole cores
   * @throws UnsupportedOperationException naming the cgroup controllers for which this room has no
   *     cgroup. A limit on io, huge pages, processors or nodes can be changed only if the room was
   *     started with one; so can, on v1, a memory limit with {@link MemoryLimits.OomKill#ROOM}
   * @throws UnsupportedHostException if this host cannot enforce a limit
   * @throws SetupException if the kernel refuses a value, step {@link SetupStep#CGROUP_WRITE}
   */
  public abstract void update(Limits limits) throws SandboxException;

  /** Starts a second program in the room; see {@link #exec(Command)}. */
  public final SandboxProcess exec(String... argv) throws SandboxException {
    return exec(Command.of(argv));
  }

  /**
   * Starts a second program in the room of this one, as {@code docker exec} does. Returns when
   * {@code execve(2)} has succeeded. The program sees the same files, processes and network, and is
   * isolated in the same way: ids, capabilities, system call filter, Landlock, limits of each
   * process. Where the kernel scopes signals by Landlock (Linux 6.12), the two programs cannot
   * signal each other.
   *
   * <p>It has clocks, a verdict and usage of its own, with the time limits and the output limit of
   * the sandbox. Its end leaves this program running. When this program ends, the room ends, and
   * the verdict of the other is {@link Verdict.Killed}. The limits of memory, processes, processors
   * and I/O hold for all programs of the room together. On cgroup v1 they hold for the second
   * program alone as well, and its usage has its own peaks of memory and processes, which are empty
   * on v2. The room's own usage includes it.
   *
   * <p>The program is brought in by a process outside of the room, which joins the namespaces of
   * the room with {@code setns(2)}; no process of the room can see or signal that one. If this is a
   * program of a {@link SandboxRoom}, this is {@link SandboxRoom#start(Command)} with the limits of
   * this program.
   *
   * @throws RoomEndedException if this program has ended
   * @throws SetupTimeoutException if the room is frozen
   * @throws UnsupportedHostException if the room has no cgroup, so that the processes of one
   *     program could not be told from another's
   * @throws SandboxException as {@link Sandbox#start(Command)}
   */
  public abstract SandboxProcess exec(Command command) throws SandboxException;

  /** Returns the isolation in force around the program, one line for each part, for reports. */
  public abstract List<String> isolation();

  /**
   * Kills every process of the room and closes the JVM's ends of its pipes, without waiting for the
   * end. Later calls have no effect.
   */
  @Override
  public abstract void close();
}
