package io.kotha.sandbox.linux.ids;

import java.util.concurrent.atomic.AtomicBoolean;

/** Host ids that belong to one live room, until this is closed. */
public final class IdRangeLease implements AutoCloseable {

  private final IdRange range;
  private final Runnable giveBack;
  private final AtomicBoolean closed = new AtomicBoolean();

  IdRangeLease(IdRange range, Runnable giveBack) {
    this.range = range;
    this.giveBack = giveBack;
  }

  /** The id, both of user and of group, that stands for 0. */
  public long firstHostId() {
    return range.first();
  }

  /** How many there are. */
  public long count() {
    return range.count();
  }

  /** Gives the ids back, when no process has them any more; once. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      giveBack.run();
    }
  }

  @Override
  public String toString() {
    return firstHostId() + "+" + count();
  }
}
