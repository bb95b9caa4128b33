package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeBuffer;
import io.kotha.sandbox.linux.sys.NativeException;
import java.io.ByteArrayOutputStream;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads one output of a program into memory, on the event thread, and no more than there is budget
 * for: what is over it is thrown away, and the room killed.
 */
public final class OutputCapture implements EventLoop.Handler {

  private static final int CHUNK = 1 << 16;

  private final Native kernel;
  private final EventLoop events;
  private final int fd;
  private final AtomicLong budget;
  private final Runnable exceeded;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
  private final NativeBuffer buffer;
  private boolean open = true;
  private long written;

  /**
   * @param fd reading end; belongs to the capture
   * @param budget bytes that all outputs of the program may still write
   * @param exceeded called when there is no budget for what was written
   */
  public OutputCapture(
      Native kernel, EventLoop events, int fd, AtomicLong budget, Runnable exceeded) {
    this.kernel = kernel;
    this.events = events;
    this.fd = fd;
    this.budget = budget;
    this.exceeded = exceeded;
    this.buffer = kernel.buffer(CHUNK);
  }

  public void start() throws NativeException {
    kernel.setNonBlocking(fd);
    events.add(fd, this);
  }

  @Override
  public synchronized void ready() {
    if (open) {
      readOnce();
    }
  }

  /** Reads what is left; every writer is dead. */
  public synchronized void finish() {
    boolean more = open;
    while (more) {
      more = readOnce();
    }
    close();
  }

  public synchronized void close() {
    if (open) {
      open = false;
      events.remove(fd);
      kernel.close(fd);
    }
  }

  public synchronized byte[] toByteArray() {
    return bytes.toByteArray();
  }

  /** How many bytes the program wrote, as far as they have been read: more than are kept. */
  public synchronized long written() {
    return written;
  }

  /** False at the end (then it is closed), and when nothing is there now. */
  private boolean readOnce() {
    try {
      OptionalInt n = kernel.readNow(fd, buffer, CHUNK);
      if (n.isEmpty()) {
        return false;
      }
      if (n.getAsInt() == 0) {
        close();
        return false;
      }
      keep(n.getAsInt());
      return true;
    } catch (NativeException e) {
      close(); // a terminal whose other side is gone answers EIO
      return false;
    }
  }

  private void keep(int count) {
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
