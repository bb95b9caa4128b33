package io.kotha.benchmarks.subject;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxPool;
import java.io.IOException;

/** A subject that takes ready rooms from a pool. */
public record PooledRoom(SandboxPool pool) implements Subject {

  /** The pool's size for up to four callers. */
  public static final int SIZE = 4;

  /** Opens the pool. */
  public static PooledRoom open(Sandbox sandbox, int size) throws IOException {
    return new PooledRoom(sandbox.pool(size));
  }

  /** Waits until the pool has replaced the used room. */
  @Override
  public void prepare() throws InterruptedException {
    while (pool.ready() < pool.size()) {
      Thread.sleep(1);
    }
  }

  @Override
  public void startToExit() throws IOException, InterruptedException {
    FullRoom.end(pool.start(FullRoom.command(TinyProgram.NOOP)));
  }

  @Override
  public Process startPausing(String mark) throws IOException {
    return pool.start(FullRoom.command(TinyProgram.PAUSE, mark));
  }

  @Override
  public void close() {
    pool.close();
  }
}
