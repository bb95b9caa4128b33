package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeBuffer;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.sys.ReadBuffers;
import java.io.ByteArrayOutputStream;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads one output of a program into memory, on the event thread. It drops the bytes beyond the
 * budget and reports that the program wrote too much. If the heap is too small for an output within
 * the budget, it keeps nothing: a part would look like the whole output.
 */
public final class OutputCapture implements EventLoop.Handler, ProgramStream {

  private final Native kernel;
  private final EventLoop events;
  private final int fd;
  private final AtomicLong budget;
  private final Runnable exceeded;
  private final ByteArrayOutputStream nothing = new ByteArrayOutputStream(0);
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);

  /** The error with which a part of the output was lost. */
  private @Nullable Error failure;

  private boolean open = true;
  private long written;

  /**
   * @param fd the read end; the capture owns it
   * @param budget bytes that all outputs of the program may still write
   * @param exceeded runs when the program writes more than the budget
   */
  public OutputCapture(
      Native kernel, EventLoop events, int fd, AtomicLong budget, Runnable exceeded) {
    this.kernel = kernel;
    this.events = events;
    this.fd = fd;
    this.budget = budget;
    this.exceeded = exceeded;
  }

  /** Starts to read on the event thread. */
  public void start() throws NativeException {
    kernel.setNonBlocking(fd);
    events.add(fd, this);
  }

  @Override
  public synchronized void ready() {
    if (open) {
      readOnce(ReadBuffers.SIZE);
    }
  }

  /**
   * Reads the bytes that are in the pipe now. Another process may hold the program's end and go on
   * writing, so the capture does not wait for the end of the file.
   */
  @Override
  public synchronized void finish() {
    if (open) {
      long end = written + available();
      boolean more = true;
      while (more && written < end) {
        more = readOnce((int) Math.min(ReadBuffers.SIZE, end - written));
      }
    }
    close();
  }

  private int available() {
    try {
      return kernel.available(fd);
    } catch (NativeException e) {
      return 0;
    }
  }

  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      try {
        events.remove(fd);
      } finally {
        kernel.close(fd);
      }
    }
  }

  /**
   * Returns the bytes within the budget that have been read.
   *
   * @throws Error the {@link OutOfMemoryError} with which a part of the output was lost
   */
  public synchronized byte[] toByteArray() {
    if (failure != null) {
      throw failure;
    }
    return bytes.toByteArray();
  }

  /** Returns the number of bytes that have been read, the dropped ones included. */
  public synchronized long written() {
    return written;
  }

  /** Reads once. Returns false if nothing can be read now, or at the end, when it has closed. */
  private boolean readOnce(int max) {
    try {
      NativeBuffer buffer = events.buffers().take();
      try {
        return readOnce(buffer, max);
      } finally {
        events.buffers().giveBack(buffer);
      }
    } catch (NativeException e) {
      close();
      return false;
    } catch (Error e) {
      fail(e);
      return false;
    }
  }

  private boolean readOnce(NativeBuffer buffer, int max) throws NativeException {
    OptionalInt n = kernel.readNow(fd, buffer, max);
    if (n.isEmpty()) {
      return false;
    }
    if (n.getAsInt() == 0) {
      close();
      return false;
    }
    keep(buffer, n.getAsInt());
    return true;
  }

  /**
   * Gives up: the bytes that were read last are lost. The program's next write fails with EPIPE.
   */
  private void fail(Error error) {
    failure = error;
    bytes = nothing; // frees the heap for other runs
    close();
  }

  private void keep(NativeBuffer buffer, int count) {
    written += count;
    long left = budget.addAndGet(-count);
    int kept = (int) Math.max(0, Math.min(count, count + left));
    byte[] chunk = new byte[kept];
    buffer.copyTo(chunk, 0, kept);
    bytes.write(chunk, 0, kept);
    if (left < 0) {
      exceeded.run();
    }
  }
}
