package io.kotha.sandbox;

import io.kotha.sandbox.limits.Limits;
import io.kotha.sandbox.stats.PoolStats;
import java.util.concurrent.CompletableFuture;

/**
 * Rooms of one {@link Sandbox}, made ahead: each waits behind every wall for its command, so that a
 * start costs little more than an {@code execve(2)}. What a room promises, a pooled one promises.
 * Made by {@link Sandbox#pool}; safe for use by many threads.
 *
 * <p>A room is used once. It is replaced in the background, when its program has ended or a moment
 * after it began; so is a room that dies while it waits. Where none is ready one is built for the
 * call, as {@link Sandbox#start(Command)} does.
 *
 * <p>What is of the host and part of the room (its root, its binds, its limits) is looked at when
 * the room is made, and what is of the command (copied-in files, standard descriptors) when it
 * starts. Clocks start with the program. A waiting room holds what a live one does: two processes,
 * a cgroup, host ids, and the whole cores that it may have asked for.
 *
 * <pre>{@code
 * try (SandboxPool pool = sandbox.pool(8)) {
 *   SandboxResult r = pool.run("/box/a.out");
 * }
 * }</pre>
 *
 * <h2>One pool for many sandboxes</h2>
 *
 * A start can be for a sandbox other than the pool's, where the two differ only in what is not
 * built into a room:
 *
 * <ul>
 *   <li>limits of time ({@link Sandbox#cpuTime}, {@link Sandbox#wallTime}, {@link
 *       Sandbox#idleTime}, {@link Sandbox#grace}); of processor and idle time only where the pool's
 *       sandbox limits one of them as well,
 *   <li>limits of each process ({@link Limits#process}),
 *   <li>the limit of output ({@link Sandbox#output}),
 *   <li>files copied in, to where the pool's rooms can be written; files copied out, where the
 *       pool's sandbox has some as well.
 * </ul>
 *
 * <p>Any other difference is an {@link IllegalArgumentException} that names it: a room is never
 * used with walls or limits other than those asked for.
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
   * As {@link Sandbox#start(Command)}, in a room of the pool.
   *
   * @throws SandboxException as there
   * @throws IllegalStateException if the pool is closed
   */
  SandboxProcess start(Command command) throws SandboxException;

  /** Runs a program to its end; see {@link #run(Command)}. */
  default SandboxResult run(String... argv) throws SandboxException, InterruptedException {
    return run(Command.of(argv));
  }

  /**
   * As {@link Sandbox#run(Command)}, in a room of the pool. An interrupt kills the room.
   *
   * @throws SandboxException as there
   * @throws IllegalStateException if the pool is closed
   */
  default SandboxResult run(Command command) throws SandboxException, InterruptedException {
    return SandboxResult.await(runAsync(command));
  }

  /** As {@link #runAsync(Command)}. */
  default CompletableFuture<SandboxResult> runAsync(String... argv) throws SandboxException {
    return runAsync(Command.of(argv));
  }

  /**
   * As {@link Sandbox#runAsync(Command)}, in a room of the pool. Cancelling the future kills the
   * room.
   *
   * @throws SandboxException as there
   * @throws IllegalStateException if the pool is closed
   */
  CompletableFuture<SandboxResult> runAsync(Command command) throws SandboxException;

  /**
   * As {@link #start(Command)}, for another sandbox than the pool's.
   *
   * @throws IllegalArgumentException if the two differ in what is built into a room
   */
  SandboxProcess start(SandboxTemplate sandbox, Command command) throws SandboxException;

  /**
   * As {@link #run(Command)}, for another sandbox than the pool's.
   *
   * @throws IllegalArgumentException if the two differ in what is built into a room
   */
  default SandboxResult run(SandboxTemplate sandbox, Command command)
      throws SandboxException, InterruptedException {
    return SandboxResult.await(runAsync(sandbox, command));
  }

  /**
   * As {@link #runAsync(Command)}, for another sandbox than the pool's.
   *
   * @throws IllegalArgumentException if the two differ in what is built into a room
   */
  CompletableFuture<SandboxResult> runAsync(SandboxTemplate sandbox, Command command)
      throws SandboxException;

  /** How many rooms it means to keep waiting now. */
  int size();

  /** How many of them wait for a command now. */
  int ready();

  /** How it does. */
  PoolStats stats();

  /** Lets go of the rooms that wait; programs that run go on. Safe to call more than once. */
  @Override
  void close();
}
