package io.kotha.benchmarks.peer;

import io.kotha.benchmarks.subject.RoomRoot;
import io.kotha.benchmarks.subject.TinyProgram;
import java.io.IOException;
import java.util.List;

/** An isolator that is ready to start programs. */
interface Peer extends AutoCloseable {

  /** The command line that runs a program in it; used once. */
  List<String> command(TinyProgram program, List<String> arguments) throws IOException;

  @Override
  default void close() throws IOException {}

  /** How one is made ready; several ways of the same program differ in what they isolate. */
  interface Way {

    /** Makes it ready; {@code binary} is the isolator's own path. */
    Peer open(String binary, RoomRoot root) throws IOException;
  }
}
