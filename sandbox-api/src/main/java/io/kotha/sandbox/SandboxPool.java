package io.kotha.sandbox;

import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.stats.PoolStats;
import java.util.concurrent.CompletableFuture;

/**
 * Rooms of one {@link Sandbox} that are built before their commands are known. Each waits for its
 * command with all isolation in place, so that a start costs little more than an {@code execve(2)}.
 * A pooled room gives the same guarantees as any other. {@link Sandbox#pool} makes a pool. Safe for
 * use by many threads.
 *
 * <p>A room is used once. The pool replaces it in the background, 10 ms after its program started
 * or when the program has ended, whichever comes first. It also replaces a room that dies while it
 * waits. A start that finds no room builds one, as {@link Sandbox#start(Command)} does.
 *
 * <p>The root, the binds and the limits are read when the room is built; copied-in files and
 * standard descriptors when the command starts. The clocks of time limits start with the program. A
 * waiting room holds the resources of a live one: two processes, a cgroup, host ids, and its whole
 * cores, if the limits ask for any.
 *
 * <pre>{@code
 * try (SandboxPool pool = sandbox.pool(8)) {
 *   SandboxResult r = pool.run("/box/a.out");
 * }
 * }</pre>
 *
 * <h2>One pool for many sandboxes</h2>
 *
 * A start may use a sandbox other than the pool's if the two differ only in settings that are not
 * built into a room:
 *
 * <ul>
 *   <li>time limits ({@link Sandbox#cpuTime}, {@link Sandbox#wallTime}, {@link Sandbox#idleTime},
 *       {@link Sandbox#grace}); processor time and idle time only if the pool's sandbox limits one
 *       of the two,
 *   <li>limits of each process ({@link Limits#process}),
 *   <li>the output limit ({@link Sandbox#output}),
 *   <li>files copied in, if the pool's rooms can write to their targets; files copied out, if the
 *       pool's sandbox copies out any.
 * </ul>
 *
 * <p>Any other difference is an {@link IllegalArgumentException} that names it: a program never
 * runs with isolation or limits other than those asked for.
 *
 * <pre>{@code
 * Sandbox judge = Sandbox.rootfs(image).tmpfs("/box", MB(16)).memory(MB(256)).cpuTime(ofSeconds(10));
 * try (SandboxPool pool = judge.pool(8)) {
 *   pool.run(judge.copyIn(source, "/box/a.py").cpuTime(ofSeconds(2)), Command.of("python3", "/box/a.py"));
 * }
 * }</pre>
 */
public interface SandboxPool extends AutoCloseable {

  /** Starts a program; see {@link #start(Command)}. */
  default SandboxProcess start(String... argv) throws SandboxException {
    return start(Command.of(argv));
  }

  /**
   * Starts the command in a room of the pool, as {@link Sandbox#start(Command)} does in a new one.
   *
   * @throws SandboxException as {@link Sandbox#start(Command)}
   * @throws IllegalStateException if the pool is closed
   */
  SandboxProcess start(Command command) throws SandboxException;

  /** Runs a program to its end; see {@link #run(Command)}. */
  default SandboxResult run(String... argv) throws SandboxException, InterruptedException {
    return run(Command.of(argv));
  }

  /**
   * Runs the command to its end in a room of the pool, as {@link Sandbox#run(Command)} does in a
   * new one. An interrupt kills the room.
   *
   * @throws SandboxException as {@link Sandbox#start(Command)}
   * @throws InterruptedException if the calling thread is interrupted while it waits
   * @throws IllegalStateException if the pool is closed
   */
  default SandboxResult run(Command command) throws SandboxException, InterruptedException {
    return SandboxResult.await(runAsync(command));
  }

  /** Runs a program without waiting for its end; see {@link #runAsync(Command)}. */
  default CompletableFuture<SandboxResult> runAsync(String... argv) throws SandboxException {
    return runAsync(Command.of(argv));
  }

  /**
   * Runs the command in a room of the pool, as {@link Sandbox#runAsync(Command)} does in a new one.
   * Cancelling the future kills the room.
   *
   * @throws SandboxException as {@link Sandbox#start(Command)}
   * @throws IllegalStateException if the pool is closed
   */
  CompletableFuture<SandboxResult> runAsync(Command command) throws SandboxException;

  /**
   * Starts the command as {@link #start(Command)} does, with the settings of another sandbox.
   *
   * @throws SandboxException as {@link Sandbox#start(Command)}
   * @throws IllegalArgumentException if the two sandboxes differ in a setting that is built into a
   *     room
   * @throws IllegalStateException if the pool is closed
   */
  SandboxProcess start(SandboxTemplate sandbox, Command command) throws SandboxException;

  /**
   * Runs the command as {@link #run(Command)} does, with the settings of another sandbox.
   *
   * @throws SandboxException as {@link Sandbox#start(Command)}
   * @throws InterruptedException if the calling thread is interrupted while it waits
   * @throws IllegalArgumentException if the two sandboxes differ in a setting that is built into a
   *     room
   * @throws IllegalStateException if the pool is closed
   */
  default SandboxResult run(SandboxTemplate sandbox, Command command)
      throws SandboxException, InterruptedException {
    return SandboxResult.await(runAsync(sandbox, command));
  }

  /**
   * Runs the command as {@link #runAsync(Command)} does, with the settings of another sandbox.
   *
   * @throws SandboxException as {@link Sandbox#start(Command)}
   * @throws IllegalArgumentException if the two sandboxes differ in a setting that is built into a
   *     room
   * @throws IllegalStateException if the pool is closed
   */
  CompletableFuture<SandboxResult> runAsync(SandboxTemplate sandbox, Command command)
      throws SandboxException;

  /** Returns the number of waiting rooms that the pool aims for now; see {@link PoolSettings}. */
  int size();

  /** Returns the number of rooms that wait for a command now. */
  int ready();

  /** Returns counters: warm and cold starts, rooms that died or failed to build. */
  PoolStats stats();

  /**
   * Kills the rooms that wait. Running programs continue. Later starts throw {@link
   * IllegalStateException}; later calls of this method have no effect.
   */
  @Override
  void close();
}
