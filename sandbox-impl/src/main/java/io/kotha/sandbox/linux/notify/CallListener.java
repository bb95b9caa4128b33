package io.kotha.sandbox.linux.notify;

import io.kotha.sandbox.linux.sys.EventLoop;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;

/**
 * The listener of a seccomp filter: {@code seccomp_unotify(2)}. It closes itself when no process is
 * left under the filter.
 *
 * <p>It takes at most {@value #MAX_TAKEN} calls at a time, and the next when one is {@linkplain
 * #done done}. The other calls wait in the kernel, so a program with many threads cannot make the
 * JVM keep as many.
 */
final class CallListener {

  private static final long RECEIVE = 0xc0502100L;
  private static final long SEND = 0xc0182101L;
  private static final long IS_WAITING = 0x40082102L;
  private static final int CONTINUE = 1;
  private static final int NOTICE_SIZE = 80;
  private static final int ARGUMENTS = 6;
  private static final int MAX_TAKEN = 16;

  /**
   * A system call that waits for its answer: {@code struct seccomp_notif}.
   *
   * @param id the kernel's identifier of the call
   * @param tid the thread id of the caller on the host
   * @param number the number of the call in its ABI
   * @param arch the ABI of the call: {@code AUDIT_ARCH_*}
   * @param arguments its six arguments
   */
  record Notice(long id, int tid, int number, int arch, List<Long> arguments) {
    Notice {
      arguments = List.copyOf(arguments);
    }

    /** Returns the arguments as an array. */
    long[] registers() {
      return arguments.stream().mapToLong(Long::longValue).toArray();
    }
  }

  private final Native kernel;
  private final EventLoop events;
  private final int fd;
  private final BiConsumer<CallListener, Notice> handler;

  /**
   * Answers hold it for reading, and {@link #close} for writing: the fd may be reused by another
   * file as soon as it is closed.
   */
  private final ReadWriteLock closing = new ReentrantReadWriteLock();

  private boolean open = true;

  /** The number of calls that were taken and are not done; guarded by this. */
  private int taken;

  private CallListener(
      Native kernel, EventLoop events, int fd, BiConsumer<CallListener, Notice> handler) {
    this.kernel = kernel;
    this.events = events;
    this.fd = fd;
    this.handler = handler;
  }

  /**
   * Passes calls to a handler, on the event thread, until no process is left under the filter.
   *
   * @param fd the listener's descriptor; the listener owns it once this method has returned
   */
  static void watch(
      Native kernel, EventLoop events, int fd, BiConsumer<CallListener, Notice> handler)
      throws NativeException {
    CallListener listener = new CallListener(kernel, events, fd, handler);
    events.add(fd, listener::ready);
  }

  private void ready() {
    // Until Linux 6.11, SECCOMP_IOCTL_NOTIF_RECV blocks if the call was withdrawn meanwhile.
    int state = kernel.poll(fd);
    if ((state & Native.POLLIN) == 0) {
      if ((state & Native.POLLHUP) != 0) {
        close();
      }
      return;
    }
    byte[] notice = new byte[NOTICE_SIZE];
    try {
      kernel.ioctl(fd, RECEIVE, notice);
    } catch (NativeException e) {
      return; // the caller was killed or interrupted meanwhile
    }
    ByteBuffer b = ByteBuffer.wrap(notice).order(ByteOrder.nativeOrder());
    List<Long> arguments =
        LongStream.range(0, ARGUMENTS).mapToObj(i -> b.getLong(32 + 8 * (int) i)).toList();
    take();
    handler.accept(
        this, new Notice(b.getLong(0), b.getInt(8), b.getInt(16), b.getInt(20), arguments));
  }

  private synchronized void take() {
    if (++taken == MAX_TAKEN) {
      events.remove(fd);
    }
  }

  /** Ends a call that has its answer, or gets none, so that another can be taken. */
  synchronized void done() {
    if (taken-- < MAX_TAKEN) {
      return;
    }
    try {
      events.add(fd, this::ready);
    } catch (NativeException e) {
      close(); // no further call can be seen: the kernel answers them with ENOSYS
    }
  }

  private void close() {
    events.remove(fd);
    closing.writeLock().lock();
    try {
      open = false;
      kernel.close(fd);
    } finally {
      closing.writeLock().unlock();
    }
  }

  /** Makes the call return a value. */
  void answer(Notice notice, long value) {
    send(notice, value, 0, 0);
  }

  /** Makes the call fail with an errno. */
  void fail(Notice notice, int errno) {
    send(notice, 0, -errno, 0);
  }

  /** Makes the kernel execute the call. */
  void proceed(Notice notice) {
    send(notice, 0, 0, CONTINUE);
  }

  /** Returns whether the caller still waits; if so, its tid has not been reused. */
  boolean isWaiting(Notice notice) {
    byte[] id = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(notice.id()).array();
    return whileOpen(IS_WAITING, id);
  }

  /** Sends the answer. A failure is ignored: the caller is dead or was interrupted. */
  private void send(Notice notice, long value, int error, int flags) {
    ByteBuffer response = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
    response.putLong(notice.id()).putLong(value).putInt(error).putInt(flags);
    whileOpen(SEND, response.array());
  }

  private boolean whileOpen(long request, byte[] argument) {
    closing.readLock().lock();
    try {
      if (open) {
        kernel.ioctl(fd, request, argument);
      }
      return open;
    } catch (NativeException e) {
      return false;
    } finally {
      closing.readLock().unlock();
    }
  }
}
