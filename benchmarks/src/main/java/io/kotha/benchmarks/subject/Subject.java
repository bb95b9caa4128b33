package io.kotha.benchmarks.subject;

import java.io.IOException;

/** A way to start an empty program and to wait for its end. */
public interface Subject extends AutoCloseable {

  /** Starts the program and waits for its end: the measured operation. */
  void startToExit() throws IOException, InterruptedException;

  /** Prepares the next start, outside of the measurement. */
  default void prepare() throws InterruptedException {}

  /**
   * Starts a program that lives until it is killed.
   *
   * @param mark the only argument of the program, by which an observer identifies it
   */
  Process startPausing(String mark) throws IOException;

  @Override
  default void close() throws IOException {}
}
