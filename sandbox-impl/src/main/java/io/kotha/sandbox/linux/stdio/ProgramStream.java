package io.kotha.sandbox.linux.stdio;

/** The JVM's end of a program's descriptor, which ends with the program's room. */
public interface ProgramStream extends AutoCloseable {

  /**
   * Takes what the program wrote last and closes the descriptor. Called on the event thread when
   * every process of the room is dead.
   */
  void finish();

  /** Closes the descriptor and drops what was not read. */
  @Override
  void close();
}
