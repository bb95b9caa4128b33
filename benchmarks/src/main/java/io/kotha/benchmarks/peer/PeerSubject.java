package io.kotha.benchmarks.peer;

import io.kotha.benchmarks.subject.JdkProcess;
import io.kotha.benchmarks.subject.Subject;
import io.kotha.benchmarks.subject.TinyProgram;
import java.io.IOException;
import java.util.List;

/** A subject that starts a peer by ProcessBuilder, as a Java program would. */
record PeerSubject(Peer peer) implements Subject {

  @Override
  public void startToExit() throws IOException, InterruptedException {
    JdkProcess.run(peer.command(TinyProgram.NOOP, List.of()));
  }

  @Override
  public Process startPausing(String mark) throws IOException {
    return JdkProcess.start(peer.command(TinyProgram.PAUSE, List.of(mark)));
  }

  @Override
  public void close() throws IOException {
    peer.close();
  }
}
