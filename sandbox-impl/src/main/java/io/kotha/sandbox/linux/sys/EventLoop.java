package io.kotha.sandbox.linux.sys;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jnr.ffi.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of Kotha in a JVM: it sleeps in {@code epoll_wait(2)} and hands each ready
 * descriptor to its handler. A handler must not block.
 */
public final class EventLoop {

  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int EPOLLIN = 1;
  private static final int MOST = 64;

  /** {@code struct epoll_event} is packed on x86_64 alone. */
  private static final int EVENT = System.getProperty("os.arch").equals("amd64") ? 12 : 16;

  private static final int EVENT_DATA = EVENT - 8;

  /** What is to be done when a descriptor can be read. */
  public interface Handler {
    void ready();
  }

  private final Native kernel;
  private final int epoll;
  private final Map<Integer, Handler> handlers = new ConcurrentHashMap<>();

  private EventLoop(Native kernel, int epoll) {
    this.kernel = kernel;
    this.epoll = epoll;
  }

  /** Starts the thread, a daemon. */
  public static EventLoop start(Native kernel) throws NativeException {
    int epoll = kernel.libc().epoll_create1(02000000);
    if (epoll < 0) {
      throw new NativeException("epoll_create1", kernel.errno());
    }
    EventLoop loop = new EventLoop(kernel, epoll);
    Thread thread = new Thread(loop::run, "kotha-events");
    thread.setDaemon(true);
    thread.start();
    return loop;
  }

  /** Watches a descriptor until {@link #remove}. */
  public void add(int fd, Handler handler) throws NativeException {
    handlers.put(fd, handler);
    Pointer event = kernel.allocate(16);
    event.putInt(0, EPOLLIN);
    event.putLong(EVENT_DATA, fd);
    if (kernel.libc().epoll_ctl(epoll, EPOLL_CTL_ADD, fd, event) < 0) {
      handlers.remove(fd);
      throw new NativeException("epoll_ctl", kernel.errno());
    }
  }

  /** Stops watching; call it before closing the descriptor. */
  public void remove(int fd) {
    kernel.libc().epoll_ctl(epoll, EPOLL_CTL_DEL, fd, kernel.allocate(16));
    handlers.remove(fd);
  }

  private void run() {
    Pointer events = kernel.allocate(MOST * EVENT);
    while (true) {
      int n = kernel.libc().epoll_wait(epoll, events, MOST, -1);
      for (int i = 0; i < n; i++) {
        Handler handler = handlers.get((int) events.getLong((long) i * EVENT + EVENT_DATA));
        if (handler != null) {
          call(handler);
        }
      }
    }
  }

  /** One room's trouble must not end the thread that all rooms need. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  private static void call(Handler handler) {
    try {
      handler.ready();
    } catch (RuntimeException | Error e) {
      LOG.error("a handler of the event thread failed", e);
    }
  }
}
