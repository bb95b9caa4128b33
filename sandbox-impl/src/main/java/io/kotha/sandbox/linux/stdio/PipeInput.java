package io.kotha.sandbox.linux.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** An output of the program as an input stream, with a budget that all outputs share. */
final class PipeInput extends InputStream {

  private final StreamDescriptor pipe;
  private final AtomicLong budget;
  private final Runnable exceeded;

  /**
   * @param pipe the read end; the stream owns it
   * @param budget bytes that all outputs of the program may still write
   * @param exceeded runs when the program writes more than the budget
   */
  PipeInput(StreamDescriptor pipe, AtomicLong budget, Runnable exceeded) {
    this.pipe = pipe;
    this.budget = budget;
    this.exceeded = exceeded;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int n = pipe.read(to, offset, length);
    if (n <= 0) {
      return -1;
    }
    long left = budget.addAndGet(-n);
    if (left >= 0) {
      return n;
    }
    exceeded.run();
    return n + left > 0 ? (int) (n + left) : -1; // bytes beyond the limit are dropped
  }

  @Override
  public int available() throws IOException {
    return pipe.available();
  }

  @Override
  public void close() {
    pipe.close();
  }
}
