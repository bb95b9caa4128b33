package io.kotha.sandbox.linux;

import io.kotha.sandbox.linux.zygote.EventLoop;
import io.kotha.sandbox.linux.zygote.Native;
import io.kotha.sandbox.linux.zygote.NativeBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pipe, and never blocks in the kernel: who finds nothing there waits until the event
 * thread has seen something. So a virtual thread gives its carrier away meanwhile, closing wakes a
 * reader, and an interrupt neither closes the stream nor ends the wait, as with the JDK's own.
 */
final class PipeInput extends InputStream {

  private static final int CHUNK = 1 << 14; // what readAllBytes asks for at a time

  private final Native kernel;
  private final EventLoop events;
  private final int fd;
  private final AtomicLong budget;
  private final Runnable exceeded;

  /** Guards what follows, and the descriptor: nobody may use its number once it is closed. */
  private final Object lock = new Object();

  private boolean open = true;
  private @Nullable NativeBuffer buffer;
  private @Nullable CompletableFuture<Void> readable;

  /**
   * @param fd reading end, which does not block; belongs to the stream
   * @param budget bytes that all outputs of the program may still write
   * @param exceeded called when there is no budget for what was written
   */
  PipeInput(Native kernel, EventLoop events, int fd, AtomicLong budget, Runnable exceeded) {
    this.kernel = kernel;
    this.events = events;
    this.fd = fd;
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
    int n = await(to, offset, length);
    if (n <= 0) {
      return -1;
    }
    long left = budget.addAndGet(-n);
    if (left >= 0) {
      return n;
    }
    exceeded.run();
    return n + left > 0 ? (int) (n + left) : -1; // nothing beyond the limit is passed on
  }

  /** Bytes read, 0 at the end. Waits outside of the lock: a monitor may hold a carrier, too. */
  private int await(byte[] to, int offset, int length) throws IOException {
    while (true) {
      CompletableFuture<Void> more;
      synchronized (lock) {
        OptionalInt n = readNow(to, offset, length);
        if (n.isPresent()) {
          return n.getAsInt();
        }
        more = watch();
      }
      more.join();
    }
  }

  private OptionalInt readNow(byte[] to, int offset, int length) throws IOException {
    requireOpen();
    NativeBuffer chunk = buffer;
    if (chunk == null) {
      chunk = kernel.buffer(CHUNK);
      buffer = chunk;
    }
    OptionalInt n = kernel.readNow(fd, chunk, length);
    chunk.copyTo(to, offset, n.orElse(0));
    return n;
  }

  private void requireOpen() throws IOException {
    if (!open) {
      throw new IOException("Stream closed");
    }
  }

  private CompletableFuture<Void> watch() throws IOException {
    CompletableFuture<Void> more = readable;
    if (more == null) {
      more = new CompletableFuture<>();
      events.add(fd, this::ready);
      readable = more;
    }
    return more;
  }

  /** On the event thread. */
  private void ready() {
    synchronized (lock) {
      wake();
    }
  }

  private void wake() {
    CompletableFuture<Void> more = readable;
    if (more != null) {
      events.remove(fd);
      readable = null;
      more.complete(null);
    }
  }

  @Override
  public int available() throws IOException {
    synchronized (lock) {
      requireOpen();
      return kernel.available(fd);
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (open) {
        open = false;
        wake();
        kernel.close(fd);
      }
    }
  }
}
