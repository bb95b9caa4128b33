package io.kotha.benchmarks.subject;

import java.io.IOException;

/** A way to start a program that does nothing, and to wait until its end is known. */
public interface Subject extends AutoCloseable {

  /** What is measured: from the call that starts the program to the moment its end is known. */
  void startToExit() throws IOException, InterruptedException;

  /** What the next start may rely on and does not pay for. */
  default void prepare() throws InterruptedException {}

  /**
   * Starts a program that lives until it is killed.
   *
   * @param mark the only argument of the program, to know it by
   */
  Process startPausing(String mark) throws IOException;

  @Override
  default void close() throws IOException {}
}
