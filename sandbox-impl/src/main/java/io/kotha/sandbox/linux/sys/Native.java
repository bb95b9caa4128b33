package io.kotha.sandbox.linux.sys;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.provider.jffi.NativeRuntime;

/**
 * System calls as Java methods. Thread-safe: no method keeps state, and jnr-ffi saves errno for
 * each thread. No method forks the JVM.
 */
public final class Native {

  private static final int O_CLOEXEC = 02000000;
  private static final int O_NONBLOCK = 04000;
  private static final int AF_UNIX = 1;
  private static final int SOCK_SEQPACKET = 5;
  private static final int MFD_CLOEXEC_ALLOW_SEALING = 3;
  private static final int MFD_EXEC = 0x10;
  private static final int F_ADD_SEALS = 1033;
  private static final int ALL_SEALS = 15;
  private static final int FIONREAD = 0x541b;
  private static final int F_SETFL = 4;
  private static final int F_DUPFD_CLOEXEC = 1030;

  /** {@link #poll}: the descriptor can be read without blocking. */
  public static final int POLLIN = 1;

  /** {@link #poll}: every write end is closed. */
  public static final int POLLHUP = 16;

  /** The largest write. */
  private static final int CHUNK = 1 << 20;

  private static final int SHUT_WR = 1;

  private static final int P_PID = 1;
  private static final int WNOHANG = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x0100_0000;
  private static final int SIGINFO = 128;
  private static final int SIGINFO_PID = 16;

  private final Libc libc;
  private final Runtime runtime;
  private final NativeMemory memory;

  private Native(Libc libc, Runtime runtime) {
    this.libc = libc;
    this.runtime = runtime;
    this.memory = new NativeMemory(runtime);
  }

  /**
   * Binds the C library.
   *
   * @throws UnsatisfiedLinkError if the JVM denies native access
   * @throws IOException if jnr-ffi's own library cannot be unpacked
   */
  public static Native load() throws IOException {
    return PrivateExtraction.during(
        () -> {
          JffiCleaner.withoutThread();
          Libc libc = LibraryLoader.create(Libc.class).load("c");
          return new Native(libc, NativeRuntime.getSystemRuntime());
        });
  }

  /** Returns the C library, for the classes of this package. */
  Libc libc() {
    return libc;
  }

  /**
   * Allocates zeroed native memory, freed with the pointer. A pointer that is not used after a call
   * can be collected during the call, while the kernel still reads or writes it: a fence must
   * follow.
   */
  Pointer allocate(int bytes) {
    return memory.allocate(bytes);
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

  /** Creates two connected SEQPACKET sockets, close-on-exec. */
  public int[] socketPair() throws NativeException {
    Pointer pair = allocate(8);
    checked("socketpair", libc.socketpair(AF_UNIX, SOCK_SEQPACKET | O_CLOEXEC, 0, pair));
    return new int[] {pair.getInt(0), pair.getInt(4)};
  }

  /** Creates a pipe and returns its read end and its write end, both close-on-exec. */
  public int[] pipe() throws NativeException {
    Pointer pair = allocate(8);
    checked("pipe2", libc.pipe2(pair, O_CLOEXEC));
    return new int[] {pair.getInt(0), pair.getInt(4)};
  }

  /** Opens a path with the given flags and {@code O_CLOEXEC}. */
  public int open(String path, int flags, int mode) throws NativeException {
    return checked("open " + path, libc.open(path, flags | O_CLOEXEC, mode));
  }

  /** Closes a descriptor; -1 is none and is ignored. */
  public void close(int fd) {
    if (fd >= 0) {
      libc.close(fd);
    }
  }

  /** Returns another descriptor of the same open file, close-on-exec. */
  public int duplicate(int fd) throws NativeException {
    return checked("fcntl", libc.fcntl(fd, F_DUPFD_CLOEXEC, 3));
  }

  /** Returns the number of bytes that can be read from a pipe or terminal now. */
  public int available(int fd) throws NativeException {
    Pointer count = allocate(8);
    checked("ioctl", libc.ioctl(fd, FIONREAD, count));
    return count.getInt(0);
  }

  /** Sets {@code O_NONBLOCK} on the open file. */
  public void setNonBlocking(int fd) throws NativeException {
    checked("fcntl", libc.fcntl(fd, F_SETFL, O_NONBLOCK));
  }

  /** Changes the owner of an open file. */
  public void chown(int fd, int uid, int gid) throws NativeException {
    checked("fchown", libc.fchown(fd, uid, gid));
  }

  /** Returns a read-only descriptor of a sealed memory file with this content, at offset 0. */
  public int sealedMemory(String name, byte[] content) throws NativeException {
    return sealed(
        checked("memfd_create", libc.memfd_create(name, MFD_CLOEXEC_ALLOW_SEALING)), content);
  }

  private int sealed(int fd, byte[] content) throws NativeException {
    try {
      writeAll(fd, content);
      checked("seal", libc.fcntl(fd, F_ADD_SEALS, ALL_SEALS));
      // Reopened, so that it is read-only and its offset is 0.
      int reader = open("/proc/self/fd/" + fd, 0, 0);
      close(fd);
      return reader;
    } catch (NativeException e) {
      close(fd);
      throw e;
    }
  }

  /** Writes all bytes, blocking if need be; up to {@value #CHUNK} bytes with one call. */
  public void writeAll(int fd, byte[] content) throws NativeException {
    // The JVM limits the memory of direct buffers, and the content may be as large as the heap.
    Pointer bytes = allocate(Math.max(1, Math.min(content.length, CHUNK)));
    try {
      for (int done = 0; done < content.length; ) {
        int length = Math.min(content.length - done, CHUNK);
        bytes.put(0, content, done, length);
        long n = libc.write(fd, bytes, length);
        if (n < 0 && errno() != Errno.EINTR) {
          throw new NativeException("write", errno());
        }
        done += (int) Math.max(0, n);
      }
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  /**
   * Returns a descriptor of a sealed memory file that can be executed. It needs no directory, which
   * may be mounted noexec, and no process can write to the running program (CVE-2019-5736).
   */
  public int sealedProgram(String name, byte[] content) throws NativeException {
    int fd = libc.memfd_create(name, MFD_CLOEXEC_ALLOW_SEALING | MFD_EXEC);
    if (fd < 0 && errno() == Errno.EINVAL) { // before Linux 6.3 every memory file is executable
      fd = libc.memfd_create(name, MFD_CLOEXEC_ALLOW_SEALING);
    }
    return sealed(checked("memfd_create", fd), content);
  }

  /**
   * Reads from a non-blocking descriptor into a buffer.
   *
   * @return the number of bytes read, 0 at the end of the file; empty if the read failed with
   *     EAGAIN or EINTR
   */
  public OptionalInt readNow(int fd, NativeBuffer buffer, int max) throws NativeException {
    try {
      return transferred("read", libc.read(fd, buffer.memory(), Math.min(max, buffer.capacity())));
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  /**
   * Writes the first bytes of a buffer to a non-blocking descriptor.
   *
   * @return the number of bytes written; empty if the write failed with EAGAIN or EINTR
   */
  public OptionalInt writeNow(int fd, NativeBuffer buffer, int length) throws NativeException {
    try {
      return transferred("write", libc.write(fd, buffer.memory(), length));
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  private OptionalInt transferred(String call, long n) throws NativeException {
    if (n >= 0) {
      return OptionalInt.of((int) n);
    }
    int errno = errno();
    if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
      return OptionalInt.empty();
    }
    throw new NativeException(call, errno);
  }

  /** Allocates a buffer for {@link #readNow}. */
  public NativeBuffer buffer(int bytes) {
    return new NativeBuffer(allocate(bytes), bytes);
  }

  /** Calls {@code ioctl(2)} with a pointer to the bytes, which the kernel may change. */
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

  /** Returns whether a child process is dead, without reaping it. */
  public boolean hasEnded(int pid) {
    Pointer info = allocate(SIGINFO);
    return libc.waitid(P_PID, pid, info, WEXITED | WNOHANG | WNOWAIT) == 0
        && info.getInt(SIGINFO_PID) == pid;
  }

  /** Ends the writing half of a socket: its peer reads the end of the stream. */
  public void shutdownWriting(int socket) {
    libc.shutdown(socket, SHUT_WR);
  }

  /** Waits until a child process is dead and reaps it. */
  public void reap(int pid) {
    Pointer status = allocate(8);
    int reaped;
    do {
      reaped = libc.waitpid(pid, status, 0);
    } while (reaped < 0 && errno() == Errno.EINTR);
  }

  /**
   * Returns the events that {@code poll(2)} reports for a descriptor without waiting, such as
   * {@link #POLLIN} and {@link #POLLHUP}; 0 if there are none.
   */
  public int poll(int fd) {
    Pointer poll = allocate(8);
    poll.putInt(0, fd);
    poll.putShort(4, (short) POLLIN);
    return libc.poll(poll, 1, 0) == 1 ? poll.getShort(6) : 0;
  }

  /** Makes a system call by number and returns its result, or -errno. */
  public long syscall(long number, long a, long b, long c, long d) {
    long result = libc.syscall(number, a, b, c, d, 0, 0);
    return result < 0 ? -errno() : result;
  }

  /**
   * Makes a system call by number, with the address of a buffer as its fifth argument, and returns
   * its result, or -errno.
   *
   * @param filled receives the content of the buffer after the call
   */
  public long syscall(long number, long a, long b, long c, long d, byte[] filled) {
    Pointer block = allocate(filled.length);
    long result = libc.syscall(number, a, b, c, d, block.address(), 0);
    int errno = errno();
    block.get(0, filled, 0, filled.length);
    return result < 0 ? -errno : result;
  }

  /** Returns a string as NUL-terminated UTF-8 in native memory. */
  Pointer text(String content) {
    byte[] bytes = (content + '\0').getBytes(StandardCharsets.UTF_8);
    Pointer text = allocate(bytes.length);
    text.put(0, bytes, 0, bytes.length);
    return text;
  }

  /** Returns the effective uid of the JVM. */
  public int effectiveUid() {
    return libc.geteuid();
  }

  /** Returns the effective gid of the JVM. */
  public int effectiveGid() {
    return libc.getegid();
  }

  /** Returns the hard limit of a resource ({@code getrlimit(2)}); -1 is unlimited. */
  public long hardLimit(int resource) throws NativeException {
    Pointer limits = allocate(16);
    checked("getrlimit", libc.getrlimit(resource, limits));
    return limits.getLong(8);
  }
}
