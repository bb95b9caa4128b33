package io.kotha.sandbox.linux.sys;

import com.google.common.util.concurrent.Uninterruptibles;
import java.lang.ref.Reference;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that waits in {@code epoll_wait(2)} and calls the handler of each ready
 * descriptor. All rooms of an engine share it, so a handler must not block.
 */
public final class EventLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int EPOLL_CTL_MOD = 3;
  private static final int MAX_EVENTS = 64;

  /** {@code struct epoll_event} is packed on x86_64 only. */
  private static final int EVENT = System.getProperty("os.arch").equals("amd64") ? 12 : 16;

  private static final int EVENT_DATA = EVENT - 8;

  /** {@link #add}: a descriptor can be read; {@code EPOLLIN}. */
  public static final int READABLE = 1;

  /** {@link #add}: a descriptor can be written; {@code EPOLLOUT}. */
  public static final int WRITABLE = 4;

  /** A callback for one descriptor. */
  public interface Handler {
    /** Runs on the event thread when the descriptor is ready or has hung up. */
    void ready();
  }

  private final Native kernel;
  private final int epoll;

  /** A pipe: a byte in it wakes the thread to run a task. */
  private final int[] wake;

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread = DaemonThreads.of("kotha-events", this::run);

  /** Guards the descriptors of the loop: once closed, their numbers belong to others. */
  private final Object use = new Object();

  private boolean closed; // guarded by use
  private volatile boolean stopping;

  /** The event of a removal, which the kernel ignores: {@link #remove} must not need the heap. */
  private final Pointer ignored;

  private final Map<Integer, Handler> handlers = new ConcurrentHashMap<>();
  private final ReadBuffers buffers;

  private EventLoop(Native kernel, int epoll, int[] wake) {
    this.kernel = kernel;
    this.epoll = epoll;
    this.wake = wake;
    this.ignored = kernel.allocate(16);
    this.buffers = new ReadBuffers(kernel);
  }

  /** Starts the event thread. */
  public static EventLoop start(Native kernel) throws NativeException {
    int epoll = kernel.libc().epoll_create1(02000000);
    if (epoll < 0) {
      throw new NativeException("epoll_create1", kernel.errno());
    }
    int[] wake = {};
    boolean started = false;
    try {
      wake = kernel.pipe();
      EventLoop loop = new EventLoop(kernel, epoll, wake);
      loop.add(wake[0], loop::runTask);
      loop.thread.start();
      started = true;
      return loop;
    } finally {
      if (!started) {
        kernel.close(epoll);
        for (int fd : wake) {
          kernel.close(fd);
        }
      }
    }
  }

  /** Returns the buffers into which handlers read. */
  public ReadBuffers buffers() {
    return buffers;
  }

  /** Calls a handler whenever a descriptor is readable, until {@link #remove}. */
  public void add(int fd, Handler handler) throws NativeException {
    add(fd, READABLE, handler);
  }

  /**
   * Calls a handler whenever a descriptor is ready, until {@link #remove}.
   *
   * @param interest {@link #READABLE}, {@link #WRITABLE} or both; it replaces that of an earlier
   *     call
   */
  public void add(int fd, int interest, Handler handler) throws NativeException {
    Pointer event = kernel.allocate(16);
    event.putInt(0, interest);
    event.putLong(EVENT_DATA, fd);
    Integer key = fd;
    Handler before = handlers.put(key, handler);
    boolean added = false;
    try {
      int operation = before == null ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
      int errno = control(operation, fd, event);
      if (errno != 0) {
        String limit = errno == Errno.ENOSPC ? " (limit: sysctl fs.epoll.max_user_watches)" : "";
        throw new NativeException("epoll_ctl" + limit, errno);
      }
      added = true;
    } finally {
      if (!added) {
        restore(key, before);
      }
    }
  }

  /** Restores the handlers: with a stale one, a later descriptor of this value is not added. */
  private void restore(Integer fd, @Nullable Handler before) {
    if (before == null) {
      handlers.remove(fd);
    } else {
      handlers.replace(fd, before);
    }
  }

  /**
   * Stops watching a descriptor. Call it before closing the descriptor: its fd may be reused at
   * once.
   */
  public void remove(int fd) {
    control(EPOLL_CTL_DEL, fd, ignored);
    handlers.remove(fd);
  }

  /** Returns 0 or the errno. */
  private int control(int operation, int fd, Pointer event) {
    synchronized (use) {
      if (closed) {
        return Errno.EBADF;
      }
      try {
        return kernel.libc().epoll_ctl(epoll, operation, fd, event) < 0 ? kernel.errno() : 0;
      } finally {
        Reference.reachabilityFence(event);
      }
    }
  }

  /**
   * Runs a task on the event thread, after those that were given before.
   *
   * @throws NativeException if the loop is closed
   */
  public void execute(Runnable task) throws NativeException {
    synchronized (use) {
      if (closed) {
        throw new NativeException("the event thread has ended", Errno.EBADF);
      }
      tasks.add(task);
      kernel.writeAll(wake[1], new byte[1]);
    }
  }

  private void runTask() {
    try {
      kernel.readNow(wake[0], kernel.buffer(8), 1);
    } catch (NativeException e) {
      throw new IllegalStateException(e);
    }
    Runnable task = tasks.poll();
    if (task != null) {
      task.run();
    }
  }

  /** Ends the event thread, and waits for it. No handler is called afterwards. */
  @Override
  public void close() {
    try {
      execute(() -> stopping = true);
      Uninterruptibles.joinUninterruptibly(thread);
    } catch (NativeException e) {
      LOG.debug("the event thread has ended before", e);
    }
  }

  private void run() {
    Pointer events = kernel.allocate(MAX_EVENTS * EVENT);
    while (!stopping) {
      int n = kernel.libc().epoll_wait(epoll, events, MAX_EVENTS, -1);
      for (int i = 0; i < n && !stopping; i++) {
        call(events, i);
      }
    }
    synchronized (use) {
      closed = true;
      kernel.close(epoll);
      kernel.close(wake[0]);
      kernel.close(wake[1]);
    }
    handlers.clear();
  }

  /**
   * Calls the handler of an event. Nothing that throws may end the thread that all rooms share, and
   * with a full heap even finding the handler throws.
   */
  private void call(Pointer events, int index) {
    try {
      Handler handler = handlers.get((int) events.getLong((long) index * EVENT + EVENT_DATA));
      if (handler != null) {
        handler.ready();
      }
    } catch (RuntimeException | Error e) {
      report(e);
    }
  }

  private static void report(Throwable error) {
    try {
      LOG.error("a handler of the event thread failed", error);
    } catch (RuntimeException | Error e) {
      // The heap is too full for a log line as well.
    }
  }
}
