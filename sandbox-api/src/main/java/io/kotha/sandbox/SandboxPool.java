package io.kotha.sandbox;

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
    return Runs.await(runAsync(command));
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

  /** How many rooms it keeps. */
  int size();

  /** How many of them wait for a command now. */
  int ready();

  /** Lets go of the rooms that wait; programs that run go on. Safe to call more than once. */
  @Override
  void close();
}
