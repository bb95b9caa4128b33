package io.kotha.sandbox.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;

/** Reads a pipe through a channel: closing that one, unlike a stream, wakes a blocked reader. */
final class PipeInput extends InputStream {

  private final FileInputStream in;
  private final FileChannel channel;
  private final AtomicLong budget;
  private final Runnable exceeded;

  PipeInput(FileInputStream in, AtomicLong budget, Runnable exceeded) {
    this.in = in;
    this.channel = in.getChannel();
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
    int n = channel.read(ByteBuffer.wrap(to, offset, length));
    if (n <= 0) {
      return n;
    }
    long left = budget.addAndGet(-n);
    if (left >= 0) {
      return n;
    }
    exceeded.run();
    return n + left > 0 ? (int) (n + left) : -1; // nothing beyond the limit is passed on
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
