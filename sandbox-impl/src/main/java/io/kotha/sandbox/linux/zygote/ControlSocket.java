package io.kotha.sandbox.linux.zygote;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.sys.Errno;
import io.kotha.sandbox.linux.sys.MessageCalls;
import io.kotha.sandbox.linux.sys.Native;
import io.kotha.sandbox.linux.sys.NativeException;
import io.kotha.sandbox.linux.wire.Wire;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The JVM's end of the socket to a zygote. Any thread may send; the event thread receives. */
final class ControlSocket {

  private final Native kernel;
  private final MessageCalls messages;
  private final int fd;

  /**
   * Senders hold it for reading, and {@link #close} for writing: the fd may be reused by another
   * file at once.
   */
  private final ReadWriteLock closing = new ReentrantReadWriteLock();

  /** The number of requests that the zygote has taken. */
  private final AtomicLong taken = new AtomicLong();

  private volatile boolean refuses;

  ControlSocket(Native kernel, int fd) {
    this.kernel = kernel;
    this.messages = new MessageCalls(kernel);
    this.fd = fd;
  }

  int fd() {
    return fd;
  }

  /**
   * Sends a request. Blocks while the socket is full.
   *
   * @throws SandboxException if the zygote has died
   * @throws NativeException with EAGAIN if the zygote takes no request for ten seconds
   */
  void send(byte[] request, List<Integer> fds) throws IOException {
    closing.readLock().lock();
    try {
      if (refuses) {
        throw new SandboxException("the zygote has died; the next start makes another one");
      }
      sendWhileTaken(request, fds);
    } finally {
      closing.readLock().unlock();
    }
  }

  /**
   * Waits for as long as the zygote takes the requests of other callers. Whoever waits is not
   * served in order, so a caller among many can meet a full socket for longer than one wait.
   */
  private void sendWhileTaken(byte[] request, List<Integer> fds) throws NativeException {
    while (true) {
      long before = taken.get();
      try {
        messages.send(fd, request, fds);
        taken.incrementAndGet();
        return;
      } catch (NativeException e) {
        if (e.errno() != Errno.EAGAIN || taken.get() == before) {
          throw e;
        }
      }
    }
  }

  /** Receives a report; without data at the end of the stream. */
  MessageCalls.Message receive() throws NativeException {
    return messages.receive(fd, Wire.REPORT_SIZE + 8);
  }

  /** Tells the zygote that no request follows: it ends. */
  void shutdownWriting() {
    kernel.shutdownWriting(fd);
  }

  /** Refuses every request from now on. */
  void refuse() {
    refuses = true;
  }

  /** Closes the socket once no thread sends. */
  void close() {
    refuse();
    closing.writeLock().lock();
    try {
      kernel.close(fd);
    } finally {
      closing.writeLock().unlock();
    }
  }
}
