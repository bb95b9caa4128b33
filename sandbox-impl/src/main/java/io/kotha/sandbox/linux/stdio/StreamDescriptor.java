package io.kotha.sandbox.linux.stdio;

import io.kotha.sandbox.Terminal;
import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeBuffer;
import io.kotha.sandbox.linux.sys.NativeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's end of a pipe or of a pseudo-terminal. Thread-safe.
 *
 * <p>No reader or writer blocks in the kernel: it waits until the event thread reports that the
 * descriptor is ready. A waiting virtual thread therefore releases its carrier, {@link #close}
 * wakes every waiting thread, and an interrupt neither closes the stream nor ends the wait, as with
 * the streams of the JDK's processes.
 */
final class StreamDescriptor implements ProgramStream {

  private static final int CHUNK = 1 << 14; // readAllBytes asks for this much at a time

  /**
   * The most bytes that {@link #finish} takes of a terminal: a process outside may go on writing. A
   * pseudo-terminal holds about 8 KiB in its buffers (drivers/tty/pty.c) and 4 KiB in its line
   * discipline (drivers/tty/n_tty.c).
   */
  private static final int MAX_OF_TERMINAL = 1 << 16;

  private static final byte[] NOTHING = {};

  /** The last output of a kind of descriptor. */
  private enum Rest {
    /** None: the descriptor is the program's stdin. */
    NONE,
    /** The bytes that {@code FIONREAD} counts. */
    COUNTED,
    /** Everything until EIO: {@code FIONREAD} misses data that the kernel is still processing. */
    UNTIL_EIO
  }

  private final Native kernel;
  private final EventLoop events;
  private final int fd;
  private final Rest kind;

  /** Guards the fields below, and every use of the fd: it may be reused once it is closed. */
  private final Object lock = new Object();

  private boolean open = true;
  private @Nullable NativeBuffer buffer;

  /** The last output of the program, once its room has ended and the fd is closed. */
  private @Nullable ByteArrayInputStream rest;

  /** The error with which the last output was lost. */
  private @Nullable Error failure;

  /** Completes when the descriptor is ready or closed; null if nobody waits. */
  private @Nullable CompletableFuture<Void> change;

  /** The events that the descriptor is watched for. */
  private int interest;

  private StreamDescriptor(Native kernel, EventLoop events, int fd, Rest kind) {
    this.kernel = kernel;
    this.events = events;
    this.fd = fd;
    this.kind = kind;
  }

  /**
   * Makes the read end of a pipe non-blocking and returns it as an owner. The program's end is a
   * different open file and stays blocking.
   */
  static StreamDescriptor ofPipe(Native kernel, EventLoop events, int fd) throws IOException {
    kernel.setNonBlocking(fd);
    return new StreamDescriptor(kernel, events, fd, Rest.COUNTED);
  }

  /** Does the same with the write end of a program's stdin. */
  static StreamDescriptor ofStdin(Native kernel, EventLoop events, int fd) throws IOException {
    kernel.setNonBlocking(fd);
    return new StreamDescriptor(kernel, events, fd, Rest.NONE);
  }

  /** Does the same with the JVM's side of a pseudo-terminal. */
  static StreamDescriptor ofTerminal(Native kernel, EventLoop events, int fd) throws IOException {
    kernel.setNonBlocking(fd);
    return new StreamDescriptor(kernel, events, fd, Rest.UNTIL_EIO);
  }

  /** Waits for data and returns the number of bytes read; 0 at the end of the file. */
  int read(byte[] to, int offset, int length) throws IOException {
    while (true) {
      CompletableFuture<Void> ready;
      synchronized (lock) {
        OptionalInt n = readNow(to, offset, length);
        if (n.isPresent()) {
          return n.getAsInt();
        }
        ready = watch(EventLoop.READABLE);
      }
      ready.join(); // not under the lock: a monitor may pin a virtual thread to its carrier
    }
  }

  private OptionalInt readNow(byte[] to, int offset, int length) throws IOException {
    requireOpen();
    ByteArrayInputStream last = rest;
    if (last != null) {
      requireWhole();
      return OptionalInt.of(Math.max(0, last.read(to, offset, length)));
    }
    OptionalInt n = kernel.readNow(fd, buffer(), length);
    buffer().copyTo(to, offset, n.orElse(0));
    return n;
  }

  /** Writes all bytes; waits while the pipe or the terminal takes no more. */
  void write(byte[] from, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      CompletableFuture<Void> ready;
      synchronized (lock) {
        OptionalInt n = writeNow(from, offset + done, length - done);
        if (n.isPresent()) {
          done += n.getAsInt();
          continue;
        }
        ready = watch(EventLoop.WRITABLE);
      }
      ready.join();
    }
  }

  private OptionalInt writeNow(byte[] from, int offset, int length) throws IOException {
    requireOpen();
    if (rest != null) {
      throw new IOException("Stream closed"); // as the JDK says it once a process has ended
    }
    int count = Math.min(length, CHUNK);
    buffer().copyFrom(from, offset, count);
    return kernel.writeNow(fd, buffer(), count);
  }

  private NativeBuffer buffer() {
    NativeBuffer chunk = buffer;
    if (chunk == null) {
      chunk = kernel.buffer(CHUNK);
      buffer = chunk;
    }
    return chunk;
  }

  private void requireOpen() throws IOException {
    if (!open) {
      throw new IOException("Stream closed");
    }
  }

  private void requireWhole() throws IOException {
    if (failure != null) {
      throw new IOException(
          "the last output of the program did not fit into the heap: raise -Xmx", failure);
    }
  }

  /** Returns a future that completes when the descriptor is ready for this, or closed. */
  private CompletableFuture<Void> watch(int wanted) throws IOException {
    CompletableFuture<Void> ready = change;
    if (ready == null || (interest & wanted) == 0) {
      events.add(fd, interest | wanted, this::ready);
      interest |= wanted;
    }
    if (ready == null) {
      ready = new CompletableFuture<>();
      change = ready;
    }
    return ready;
  }

  /** Runs on the event thread. */
  private void ready() {
    synchronized (lock) {
      wake();
    }
  }

  /** Wakes every waiting thread, which then tries again. Call it under the lock. */
  private void wake() {
    CompletableFuture<Void> ready = change;
    if (ready != null) {
      events.remove(fd);
      interest = 0;
      change = null;
      ready.complete(null);
    }
  }

  /** Sets the size of the terminal, unless the descriptor is closed. */
  void resize(Terminal size) throws NativeException {
    synchronized (lock) {
      if (open && rest == null) {
        Pty.resize(kernel, fd, size);
      }
    }
  }

  /** Returns the number of bytes that can be read now. */
  int available() throws IOException {
    synchronized (lock) {
      requireOpen();
      ByteArrayInputStream last = rest;
      return last != null ? last.available() : kernel.available(fd);
    }
  }

  /**
   * Keeps the last output of the program in memory and closes the descriptor: the caller may never
   * read or close the stream. A pipe of the program holds at most 1 MiB ({@code
   * /proc/sys/fs/pipe-max-size}); another process that holds the program's end and goes on writing
   * adds nothing to that.
   */
  @Override
  public void finish() {
    synchronized (lock) {
      if (open && rest == null) {
        rest = new ByteArrayInputStream(takeRest());
        try {
          wake();
        } finally {
          kernel.close(fd);
        }
      }
    }
  }

  private byte[] takeRest() {
    byte[] all = NOTHING;
    try {
      int left = maxRest();
      for (int n = 1; n > 0 && left > 0; left -= n) {
        int before = all.length;
        all = withNext(all, left);
        n = all.length - before;
      }
    } catch (NativeException e) {
      // EIO is the end of a terminal.
    } catch (Error e) {
      failure = e; // a part of the output would look like all of it
      return NOTHING;
    }
    return all;
  }

  private int maxRest() throws NativeException {
    return switch (kind) {
      case NONE -> 0;
      case COUNTED -> kernel.available(fd);
      case UNTIL_EIO -> MAX_OF_TERMINAL;
    };
  }

  /** Returns bytes with those of one more read, if it returns any. */
  private byte[] withNext(byte[] read, int max) throws NativeException {
    NativeBuffer chunk = events.buffers().take();
    try {
      int n = kernel.readNow(fd, chunk, max).orElse(0);
      if (n == 0) {
        return read;
      }
      byte[] longer = Arrays.copyOf(read, read.length + n);
      chunk.copyTo(longer, read.length, n);
      return longer;
    } finally {
      events.buffers().giveBack(chunk);
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (open) {
        open = false;
        wake();
        if (rest == null) {
          kernel.close(fd);
        }
      }
    }
  }
}
