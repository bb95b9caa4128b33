package io.kotha.sandbox.linux.sys;

import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.provider.jffi.NativeRuntime;

/**
 * System calls in our own verbs. Nothing here forks, and nothing keeps a state: each method reads
 * errno, which jnr-ffi saves for each thread, right after its call.
 */
public final class Native {

  private static final int O_CLOEXEC = 02000000;
  private static final int O_NONBLOCK = 04000;
  private static final int AF_UNIX = 1;
  private static final int SOCK_SEQPACKET = 5;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;
  private static final int MSG_TRUNCATED = 0x8 | 0x20;
  private static final int MFD_CLOEXEC_ALLOW_SEALING = 3;
  private static final int MFD_EXEC = 0x10;
  private static final int F_ADD_SEALS = 1033;
  private static final int ALL_SEALS = 15;
  private static final int RESOLVE_NO_SYMLINKS = 4;
  private static final int RESOLVE_IN_ROOT = 16;
  private static final long OPENAT2 = 437; // on every architecture
  private static final int FIONREAD = 0x541b;
  private static final int F_SETFL = 4;
  private static final int F_DUPFD_CLOEXEC = 1030;

  /** There is something to read. */
  public static final int POLLIN = 1;

  /** Nobody is left who could write. */
  public static final int POLLHUP = 16;

  private static final int POLLOUT = 4;

  private static final int MSGHDR = 56;
  private static final int IOVEC = 16;
  private static final int CMSGHDR = 16;

  private final Libc libc;
  private final Runtime runtime;

  private Native(Libc libc, Runtime runtime) {
    this.libc = libc;
    this.runtime = runtime;
  }

  /**
   * Binds the C library.
   *
   * @throws UnsatisfiedLinkError where the JVM denies native access
   */
  public static Native load() {
    Libc libc = LibraryLoader.create(Libc.class).load("c");
    return new Native(libc, NativeRuntime.getSystemRuntime());
  }

  Libc libc() {
    return libc;
  }

  Pointer allocate(int bytes) {
    return Memory.allocateDirect(runtime, bytes, true);
  }

  int errno() {
    return runtime.getLastError();
  }

  private int checked(String call, int result) throws NativeException {
    if (result < 0) {
      throw new NativeException(call, errno());
    }
    return result;
  }

  // ---- descriptors ----

  /** Two connected SEQPACKET sockets, close-on-exec. */
  public int[] socketPair() throws NativeException {
    Pointer pair = allocate(8);
    checked("socketpair", libc.socketpair(AF_UNIX, SOCK_SEQPACKET | O_CLOEXEC, 0, pair));
    return new int[] {pair.getInt(0), pair.getInt(4)};
  }

  /** Reading end, writing end; both close-on-exec. */
  public int[] pipe() throws NativeException {
    Pointer pair = allocate(8);
    checked("pipe2", libc.pipe2(pair, O_CLOEXEC));
    return new int[] {pair.getInt(0), pair.getInt(4)};
  }

  /** Opens a path with these flags and close-on-exec. */
  public int open(String path, int flags, int mode) throws NativeException {
    return checked("open " + path, libc.open(path, flags | O_CLOEXEC, mode));
  }

  /** Closes; -1 is no descriptor. */
  public void close(int fd) {
    if (fd >= 0) {
      libc.close(fd);
    }
  }

  /** Another descriptor of the same open file, close-on-exec. */
  public int duplicate(int fd) throws NativeException {
    return checked("fcntl", libc.fcntl(fd, F_DUPFD_CLOEXEC, 3));
  }

  /** How many bytes of a pipe can be read now. */
  public int available(int fd) throws NativeException {
    Pointer count = allocate(8);
    checked("ioctl", libc.ioctl(fd, FIONREAD, count));
    return count.getInt(0);
  }

  /** Makes reads return at once. */
  public void setNonBlocking(int fd) throws NativeException {
    checked("fcntl", libc.fcntl(fd, F_SETFL, O_NONBLOCK));
  }

  /** Gives a pipe that Kotha made to the payload, so that it can open /dev/stdout. */
  public void chown(int fd, int uid, int gid) throws NativeException {
    checked("fchown", libc.fchown(fd, uid, gid));
  }

  /** A file in memory that can no longer change, with its offset at the start. */
  public int sealedMemory(String name, byte[] content) throws NativeException {
    return sealed(
        checked("memfd_create", libc.memfd_create(name, MFD_CLOEXEC_ALLOW_SEALING)), content);
  }

  private int sealed(int fd, byte[] content) throws NativeException {
    try {
      writeAll(fd, content);
      checked("seal", libc.fcntl(fd, F_ADD_SEALS, ALL_SEALS));
      // A fresh opening: read-only, and with an offset of its own.
      int reader = open("/proc/self/fd/" + fd, 0, 0);
      close(fd);
      return reader;
    } catch (NativeException e) {
      close(fd);
      throw e;
    }
  }

  /** Writes all of it. */
  public void writeAll(int fd, byte[] content) throws NativeException {
    Pointer bytes = allocate(Math.max(1, content.length));
    bytes.put(0, content, 0, content.length);
    for (long done = 0; done < content.length; ) {
      long n = libc.write(fd, bytes.slice(done), content.length - done);
      if (n < 0 && errno() != Errno.EINTR) {
        throw new NativeException("write", errno());
      }
      done += Math.max(0, n);
    }
  }

  /**
   * The same, executable. Needs no directory that may be mounted noexec, and nobody can write to
   * what runs (CVE-2019-5736).
   */
  public int sealedProgram(String name, byte[] content) throws NativeException {
    int fd = libc.memfd_create(name, MFD_CLOEXEC_ALLOW_SEALING | MFD_EXEC);
    if (fd < 0 && errno() == Errno.EINVAL) { // before Linux 6.3 all of them are executable
      fd = libc.memfd_create(name, MFD_CLOEXEC_ALLOW_SEALING);
    }
    return sealed(checked("memfd_create", fd), content);
  }

  /** Reads what is there: bytes read, 0 at end of file; empty if nothing is there now. */
  public OptionalInt readNow(int fd, NativeBuffer buffer, int most) throws NativeException {
    long n = libc.read(fd, buffer.memory(), Math.min(most, buffer.capacity()));
    if (n >= 0) {
      return OptionalInt.of((int) n);
    }
    int errno = errno();
    if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
      return OptionalInt.empty();
    }
    throw new NativeException("read", errno);
  }

  /** Writes what fits: bytes written; empty if nothing can be written now. */
  public OptionalInt writeNow(int fd, byte[] content, int offset, int length)
      throws NativeException {
    Pointer bytes = allocate(Math.max(1, length));
    bytes.put(0, content, offset, length);
    long n = libc.write(fd, bytes, length);
    if (n >= 0) {
      return OptionalInt.of((int) n);
    }
    int errno = errno();
    if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
      return OptionalInt.empty();
    }
    throw new NativeException("write", errno);
  }

  /** Waits until a descriptor can be written, at most this long. */
  public void awaitWritable(int fd, int millis) {
    Pointer poll = allocate(8);
    poll.putInt(0, fd);
    poll.putShort(4, (short) POLLOUT);
    libc.poll(poll, 1, millis); // a failure is found by the next write
  }

  /** Memory for {@link #readNow}. */
  public NativeBuffer buffer(int bytes) {
    return new NativeBuffer(allocate(bytes), bytes);
  }

  /** {@code ioctl} with a block of bytes that goes in and comes out. */
  public void ioctl(int fd, long request, byte[] argument) throws NativeException {
    Pointer block = allocate(Math.max(8, argument.length));
    block.put(0, argument, 0, argument.length);
    checked("ioctl", libc.ioctl(fd, request, block));
    block.get(0, argument, 0, argument.length);
  }

  /** Sends a signal to a child process; does nothing if it is gone. */
  public void kill(int pid, int signal) {
    libc.kill(pid, signal);
  }

  /** Waits until a child process is dead and reaps it. */
  public void reap(int pid) {
    Pointer status = allocate(8);
    int reaped;
    do {
      reaped = libc.waitpid(pid, status, 0);
    } while (reaped < 0 && errno() == Errno.EINTR);
  }

  /** What {@code poll(2)} says of a descriptor now, {@link #POLLIN} and {@link #POLLHUP} of it. */
  public int poll(int fd) {
    Pointer poll = allocate(8);
    poll.putInt(0, fd);
    poll.putShort(4, (short) POLLIN);
    return libc.poll(poll, 1, 0) == 1 ? poll.getShort(6) : 0;
  }

  /** A system call by number: its result, or -errno. */
  public long syscall(long number, long a, long b, long c, long d) {
    long result = libc.syscall(number, a, b, c, d, 0, 0);
    return result < 0 ? -errno() : result;
  }

  /** The same with a fifth argument that is a block of bytes, to be filled. */
  public long syscall(long number, long a, long b, long c, long d, byte[] filled) {
    Pointer block = allocate(filled.length);
    long result = libc.syscall(number, a, b, c, d, block.address(), 0);
    int errno = errno();
    block.get(0, filled, 0, filled.length);
    return result < 0 ? -errno : result;
  }

  /** {@code openat2(2)} beneath a directory as its root, no links of any kind followed. */
  public int openInside(int root, String path, int flags) throws NativeException {
    Pointer how = allocate(24);
    how.putLong(0, flags | O_CLOEXEC);
    how.putLong(16, RESOLVE_NO_SYMLINKS | RESOLVE_IN_ROOT);
    Pointer name = text(path);
    try {
      long fd = syscall(OPENAT2, root, name.address(), how.address(), 24);
      if (fd < 0) {
        throw new NativeException("openat2 " + path, (int) -fd);
      }
      return (int) fd;
    } finally {
      Reference.reachabilityFence(how);
      Reference.reachabilityFence(name);
    }
  }

  /** A string as the kernel wants it. */
  Pointer text(String content) {
    byte[] bytes = (content + '\0').getBytes(StandardCharsets.UTF_8);
    Pointer text = allocate(bytes.length);
    text.put(0, bytes, 0, bytes.length);
    return text;
  }

  public int effectiveUid() {
    return libc.geteuid();
  }

  public int effectiveGid() {
    return libc.getegid();
  }

  /** The hard limit of a resource; -1 is unlimited. */
  public long hardLimit(int resource) throws NativeException {
    Pointer both = allocate(16);
    checked("getrlimit", libc.getrlimit(resource, both));
    return both.getLong(8);
  }

  // ---- messages ----

  /** A received message: its data, and descriptors that now belong to the receiver. */
  @SuppressWarnings("ArrayRecordComponent") // never compared; lives for one dispatch
  public record Message(byte[] data, List<Integer> fds) {}

  /** Sends one message with descriptors, all or nothing. */
  public void send(int socket, byte[] data, List<Integer> fds) throws NativeException {
    int control = fds.isEmpty() ? 0 : CMSGHDR + (4 * fds.size() + 7 & ~7);
    Pointer block = allocate(MSGHDR + IOVEC + control + data.length);
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
    while (libc.sendmsg(socket, message, MSG_NOSIGNAL) < 0) {
      if (errno() != Errno.EINTR) {
        throw new NativeException("sendmsg", errno());
      }
    }
  }

  /**
   * Receives one message. No data means that the other side is gone.
   *
   * @param capacity the most bytes of data; a longer message is an error
   */
  public Message receive(int socket, int capacity) throws NativeException {
    int control = CMSGHDR + 64;
    Pointer block = allocate(MSGHDR + IOVEC + control + capacity);
    Pointer message = header(block, capacity, control);
    long n = libc.recvmsg(socket, message, MSG_CMSG_CLOEXEC);
    if (n < 0) {
      throw new NativeException("recvmsg", errno());
    }
    List<Integer> fds = new ArrayList<>();
    long length = block.getLong(40);
    if (length >= CMSGHDR && block.getInt(MSGHDR + IOVEC + 12) == SCM_RIGHTS) {
      long end = block.getLong(MSGHDR + IOVEC);
      for (long at = CMSGHDR; at + 4 <= end; at += 4) {
        fds.add(block.getInt(MSGHDR + IOVEC + at));
      }
    }
    if ((block.getInt(48) & MSG_TRUNCATED) != 0) {
      fds.forEach(this::close);
      throw new NativeException("recvmsg (truncated)", Errno.EBADMSG);
    }
    byte[] data = new byte[(int) n];
    block.get(MSGHDR + IOVEC + control, data, 0, data.length);
    return new Message(data, fds);
  }

  /** {@code struct msghdr} with one {@code struct iovec} behind it, then control, then data. */
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
}
