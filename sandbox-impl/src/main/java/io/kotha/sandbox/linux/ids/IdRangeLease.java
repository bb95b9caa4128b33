package io.kotha.sandbox.linux.ids;

import java.util.concurrent.atomic.AtomicBoolean;

/** A range of host ids that belongs to one live room until it is closed. Thread-safe. */
public final class IdRangeLease implements AutoCloseable {

  private final IdRange range;
  private final Runnable giveBack;
  private final AtomicBoolean closed = new AtomicBoolean();

  IdRangeLease(IdRange range, Runnable giveBack) {
    this.range = range;
    this.giveBack = giveBack;
  }

  /** Returns the host uid and gid that the room's id 0 is mapped to. */
  public long firstHostId() {
    return range.first();
  }

  /** Returns the number of ids. */
  public long count() {
    return range.count();
  }

  /**
   * Returns the ids to the free ones. Call it after the last process with these ids has ended.
   * Further calls have no effect.
   */
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
