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
 * The listener of a seccomp filter: {@code seccomp_unotify(2)}. Closes itself at the end.
 *
 * <p>It takes so many calls at once and no more until one is {@linkplain #done done}: the others
 * wait in the kernel, so that no program can make the JVM keep as many threads as it has itself.
 */
public final class CallListener {

  private static final long RECEIVE = 0xc0502100L;
  private static final long SEND = 0xc0182101L;
  private static final long IS_WAITING = 0x40082102L;
  private static final int CONTINUE = 1;
  private static final int NOTICE = 80;
  private static final int REGISTERS = 6;
  private static final int AT_ONCE = 16;

  /**
   * A call that waits: {@code struct seccomp_notif}.
   *
   * @param id names it to the kernel
   * @param tid of the caller
   * @param arch the ABI that it was made through: {@code AUDIT_ARCH_*}
   */
  public record Notice(long id, int tid, int number, int arch, List<Long> arguments) {
    public Notice {
      arguments = List.copyOf(arguments);
    }

    /** The arguments as an array. */
    public long[] registers() {
      return arguments.stream().mapToLong(Long::longValue).toArray();
    }
  }

  private final Native kernel;
  private final EventLoop events;
  private final int fd;
  private final BiConsumer<CallListener, Notice> handler;

  /** Held to write while the descriptor is closed: its number may be another's right after. */
  private final ReadWriteLock closing = new ReentrantReadWriteLock();

  private boolean open = true;

  /** Calls that were taken and are not done; guarded by this. */
  private int taken;

  private CallListener(
      Native kernel, EventLoop events, int fd, BiConsumer<CallListener, Notice> handler) {
    this.kernel = kernel;
    this.events = events;
    this.fd = fd;
    this.handler = handler;
  }

  /**
   * Has calls handled, on the event thread, until nobody is left who could call.
   *
   * @param fd the listener's descriptor, which is this object's from now on
   */
  public static void watch(
      Native kernel, EventLoop events, int fd, BiConsumer<CallListener, Notice> handler)
      throws NativeException {
    CallListener listener = new CallListener(kernel, events, fd, handler);
    events.add(fd, listener::ready);
  }

  private void ready() {
    // Until Linux 6.11, to ask for a call where none waits any more is to wait for ever.
    int state = kernel.poll(fd);
    if ((state & Native.POLLIN) == 0) {
      if ((state & Native.POLLHUP) != 0) {
        close();
      }
      return;
    }
    byte[] notice = new byte[NOTICE];
    try {
      kernel.ioctl(fd, RECEIVE, notice);
    } catch (NativeException e) {
      return; // the caller was killed or interrupted in between
    }
    ByteBuffer b = ByteBuffer.wrap(notice).order(ByteOrder.nativeOrder());
    List<Long> arguments =
        LongStream.range(0, REGISTERS).mapToObj(i -> b.getLong(32 + 8 * (int) i)).toList();
    take();
    handler.accept(
        this, new Notice(b.getLong(0), b.getInt(8), b.getInt(16), b.getInt(20), arguments));
  }

  private synchronized void take() {
    if (++taken == AT_ONCE) {
      events.remove(fd);
    }
  }

  /** A call that was handled has had its answer, or is to have none. */
  public synchronized void done() {
    if (taken-- < AT_ONCE) {
      return;
    }
    try {
      events.add(fd, this::ready);
    } catch (NativeException e) {
      close(); // nobody would hear of the next call: the kernel answers it with ENOSYS
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

  /** The call returns this value. */
  public void answer(Notice notice, long value) {
    send(notice, value, 0, 0);
  }

  /** The call fails. */
  public void fail(Notice notice, int errno) {
    send(notice, 0, -errno, 0);
  }

  /** The kernel carries the call out. */
  public void proceed(Notice notice) {
    send(notice, 0, 0, CONTINUE);
  }

  /** Whether the caller still waits, and so is who it was. */
  public boolean isWaiting(Notice notice) {
    byte[] id = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(notice.id()).array();
    return whileOpen(IS_WAITING, id);
  }

  /** Who is gone, or was interrupted, needs no answer. */
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
