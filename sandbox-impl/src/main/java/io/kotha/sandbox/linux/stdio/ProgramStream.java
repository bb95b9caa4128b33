package io.kotha.sandbox.linux.stdio;

/** The JVM's end of a program's descriptor, which ends with the program's room. */
public interface ProgramStream extends AutoCloseable {

  /**
   * Reads the last output of the program and closes the descriptor. The event thread calls this
   * method when every process of the room is dead.
   */
  void finish();

  /** Closes the descriptor and drops the unread output. */
  @Override
  void close();
}
