package io.kotha.sandbox.linux.sys;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jnr.ffi.Pointer;

/** Messages with descriptors over sockets: {@code unix(7)}. */
public final class MessageCalls {

  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;
  private static final int MSG_CTRUNC = 0x8;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSGHDR = 56;
  private static final int IOVEC = 16;
  private static final int CMSGHDR = 16;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int SEND_MILLIS = 10_000;
  private static final int POLLOUT = 4;

  private final Native kernel;

  /** Makes the calls of this kernel. */
  public MessageCalls(Native kernel) {
    this.kernel = kernel;
  }

  /**
   * A received message.
   *
   * @param fds its descriptors, which the receiver must close
   * @param descriptorsLost whether it had descriptors for which this process has no room; the
   *     message then has none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; lives for one dispatch
  public record Message(byte[] data, List<Integer> fds, boolean descriptorsLost) {}

  /**
   * Sends one message with descriptors, completely or not at all. Waits while the socket is full.
   *
   * @throws NativeException with EAGAIN if the peer reads nothing for {@value #SEND_MILLIS} ms
   */
  public void send(int socket, byte[] data, List<Integer> fds) throws NativeException {
    int control = fds.isEmpty() ? 0 : CMSGHDR + (4 * fds.size() + 7 & ~7);
    Pointer block = kernel.allocate(MSGHDR + IOVEC + control + data.length);
    Pointer message = header(block, data.length, control);
    if (!fds.isEmpty()) {
      long at = MSGHDR + IOVEC;
      block.putLong(at, CMSGHDR + 4L * fds.size());
      block.putInt(at + 8, SOL_SOCKET);
      block.putInt(at + 12, SCM_RIGHTS);
      for (int i = 0; i < fds.size(); i++) {
        block.putInt(at + CMSGHDR + 4L * i, fds.get(i));
      }
    }
    block.put(MSGHDR + IOVEC + control, data, 0, data.length);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SEND_MILLIS);
    try {
      while (kernel.libc().sendmsg(socket, message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
        int errno = kernel.errno();
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (errno != Errno.EINTR && (errno != Errno.EAGAIN || left <= 0)) {
          throw new NativeException("sendmsg", errno);
        }
        if (errno == Errno.EAGAIN) {
          awaitWritable(socket, (int) left);
        }
      }
    } finally {
      Reference.reachabilityFence(block);
    }
  }

  /**
   * Receives one message. A message without data is the end of the stream: the peer has closed its
   * socket.
   *
   * @param capacity the maximum of bytes of data; a longer message is an error
   */
  public Message receive(int socket, int capacity) throws NativeException {
    int control = CMSGHDR + 64;
    Pointer block = kernel.allocate(MSGHDR + IOVEC + control + capacity);
    Pointer message = header(block, capacity, control);
    long n = kernel.libc().recvmsg(socket, message, MSG_CMSG_CLOEXEC);
    if (n < 0) {
      throw new NativeException("recvmsg", kernel.errno());
    }
    List<Integer> fds = new ArrayList<>();
    long length = block.getLong(40);
    if (length >= CMSGHDR && block.getInt(MSGHDR + IOVEC + 12) == SCM_RIGHTS) {
      long end = block.getLong(MSGHDR + IOVEC);
      for (long at = CMSGHDR; at + 4 <= end; at += 4) {
        fds.add(block.getInt(MSGHDR + IOVEC + at));
      }
    }
    int flags = block.getInt(48);
    boolean descriptorsLost = (flags & MSG_CTRUNC) != 0; // EMFILE: those before it may be there
    if (descriptorsLost || (flags & MSG_TRUNC) != 0) {
      fds.forEach(kernel::close);
      fds.clear();
    }
    if ((flags & MSG_TRUNC) != 0) {
      throw new NativeException("recvmsg (truncated)", Errno.EBADMSG);
    }
    byte[] data = new byte[(int) n];
    block.get(MSGHDR + IOVEC + control, data, 0, data.length);
    return new Message(data, fds, descriptorsLost);
  }

  /**
   * Fills in a {@code struct msghdr}, followed by one {@code struct iovec}, the control data and
   * the data.
   */
  private static Pointer header(Pointer block, int dataSize, int controlSize) {
    long base = block.address();
    block.putLong(16, base + MSGHDR);
    block.putLong(24, 1);
    block.putLong(32, controlSize == 0 ? 0 : base + MSGHDR + IOVEC);
    block.putLong(40, controlSize);
    block.putLong(MSGHDR, base + MSGHDR + IOVEC + controlSize);
    block.putLong(MSGHDR + 8, dataSize);
    return block;
  }

  /** Blocks until a descriptor can be written, or the time is over. */
  private void awaitWritable(int fd, int millis) {
    Pointer poll = kernel.allocate(8);
    poll.putInt(0, fd);
    poll.putShort(4, (short) POLLOUT);
    try {
      kernel.libc().poll(poll, 1, millis); // the next write reports an error
    } finally {
      Reference.reachabilityFence(poll); // the kernel writes to it at the end of the wait
    }
  }
}
