package io.kotha.benchmarks.peer;

import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.TinyProgram;
import java.io.IOException;
import java.util.List;

/** An isolator that is ready to start programs. */
interface Peer extends AutoCloseable {

  /** Returns a command line that runs a program isolated; each can be used once. */
  List<String> command(TinyProgram program, List<String> arguments) throws IOException;

  @Override
  default void close() throws IOException {}

  /**
   * A configuration of an isolator. Several configurations differ in the isolation they request.
   */
  interface Way {

    /** Prepares the isolator, whose executable is {@code binary}. */
    Peer open(String binary, RoomRoot root) throws IOException;
  }
}
