package io.kotha.benchmarks.subject;

import io.kotha.sandbox.Sandbox;
import java.io.IOException;

/** A subject that builds a new room for each program. */
public record ColdRoom(Sandbox sandbox) implements Subject {

  @Override
  public void startToExit() throws IOException, InterruptedException {
    FullRoom.end(sandbox.start(FullRoom.command(TinyProgram.NOOP)));
  }

  @Override
  public Process startPausing(String mark) throws IOException {
    return sandbox.start(FullRoom.command(TinyProgram.PAUSE, mark));
  }
}
