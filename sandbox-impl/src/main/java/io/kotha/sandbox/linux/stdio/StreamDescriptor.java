package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeBuffer;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's end of a pipe or of a pseudo-terminal. Thread-safe.
 *
 * <p>A reader never blocks in the kernel: it waits until the event thread reports that the
 * descriptor is readable. A waiting virtual thread therefore releases its carrier, {@link #close}
 * wakes the reader, and an interrupt neither closes the stream nor ends the wait, as with the
 * streams of the JDK's processes.
 */
final class StreamDescriptor implements AutoCloseable {

  private static final int CHUNK = 1 << 14; // readAllBytes asks for this much at a time
  private static final int WRITABLE_MILLIS = 100;

  private final Native kernel;
  private final EventLoop events;
  private final int fd;

  /** Guards the fields below, and every use of the fd: it may be reused once it is closed. */
  private final Object lock = new Object();

  private boolean open = true;
  private @Nullable NativeBuffer buffer;
  private @Nullable CompletableFuture<Void> readable;

  private StreamDescriptor(Native kernel, EventLoop events, int fd) {
    this.kernel = kernel;
    this.events = events;
    this.fd = fd;
  }

  /**
   * Makes a descriptor non-blocking and takes ownership of it. The program's end is a different
   * open file and stays blocking.
   */
  static StreamDescriptor of(Native kernel, EventLoop events, int fd) throws IOException {
    kernel.setNonBlocking(fd);
    return new StreamDescriptor(kernel, events, fd);
  }

  /** Waits for data and returns the number of bytes read; 0 at the end of the file. */
  int read(byte[] to, int offset, int length) throws IOException {
    while (true) {
      CompletableFuture<Void> change;
      synchronized (lock) {
        OptionalInt n = readNow(to, offset, length);
        if (n.isPresent()) {
          return n.getAsInt();
        }
        change = watch();
      }
      change.join(); // not under the lock: a monitor may pin a virtual thread to its carrier
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

  /** Writes all bytes. Blocks in the kernel, at most 100 ms at a time, while the buffer is full. */
  void write(byte[] from, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      OptionalInt n;
      synchronized (lock) {
        requireOpen();
        n = kernel.writeNow(fd, from, offset + done, length - done);
      }
      if (n.isPresent()) {
        done += n.getAsInt();
      } else {
        // Without the lock: if the fd is closed and reused meanwhile, this polls another file and
        // changes nothing.
        kernel.awaitWritable(fd, WRITABLE_MILLIS);
      }
    }
  }

  private void requireOpen() throws IOException {
    if (!open) {
      throw new IOException("Stream closed");
    }
  }

  /** Returns a future that completes when the descriptor is readable or closed. */
  private CompletableFuture<Void> watch() throws IOException {
    CompletableFuture<Void> change = readable;
    if (change == null) {
      change = new CompletableFuture<>();
      events.add(fd, this::ready);
      readable = change;
    }
    return change;
  }

  /** Runs on the event thread. */
  private void ready() {
    synchronized (lock) {
      wake();
    }
  }

  /** Wakes the readers, which then try again. Call it under the lock. */
  private void wake() {
    CompletableFuture<Void> change = readable;
    if (change != null) {
      events.remove(fd);
      readable = null;
      change.complete(null);
    }
  }

  /** Returns the number of bytes that can be read now. */
  int available() throws IOException {
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
