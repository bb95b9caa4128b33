package io.kotha.sandbox.linux.notify;

import io.kotha.sandbox.linux.notify.CallListener.Notice;
import io.kotha.sandbox.seccomp.SyscallNotification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** A system call that waits for its answer, as an emulator sees it. */
final class PendingNotification implements SyscallNotification {

  private final CallListener listener;
  private final Notice notice;
  private final String name;

  PendingNotification(CallListener listener, Notice notice, String name) {
    this.listener = listener;
    this.notice = notice;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int number() {
    return notice.number();
  }

  @Override
  public List<Long> arguments() {
    return notice.arguments();
  }

  @Override
  public long tid() {
    return notice.tid();
  }

  @Override
  public byte[] read(long address, int length) throws IOException {
    byte[] content = upTo(address, length);
    if (content.length < length) {
      throw unmapped(address + content.length);
    }
    return content;
  }

  @Override
  public String readText(long address, int max) throws IOException {
    byte[] content = upTo(address, max);
    for (int i = 0; i < content.length; i++) {
      if (content[i] == 0) {
        return new String(content, 0, i, StandardCharsets.UTF_8);
      }
    }
    throw new IOException(
        "no NUL in the first " + max + " bytes at 0x" + Long.toHexString(address));
  }

  /** Reads at most this many bytes, fewer if the memory is not mapped further. */
  private byte[] upTo(long address, int length) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(length);
    try (FileChannel memory = open(StandardOpenOption.READ)) {
      int n;
      do {
        n = memory.read(content, offset(address, content.position()));
      } while (n > 0 && content.hasRemaining());
    } catch (IOException e) {
      if (content.position() == 0) {
        throw e;
      }
    }
    return Arrays.copyOf(content.array(), content.position());
  }

  @Override
  public void write(long address, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    try (FileChannel memory = open(StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        memory.write(bytes, offset(address, bytes.position()));
      }
    }
  }

  /**
   * Returns an address as the offset in the caller's memory. The upper half of all addresses is the
   * kernel's; to a channel they are negative offsets, which are the mistake of its caller.
   */
  private static long offset(long address, int more) throws IOException {
    if (address + more < 0) {
      throw unmapped(address + more);
    }
    return address + more;
  }

  private static IOException unmapped(long address) {
    return new IOException(
        "the memory of the caller is not mapped at 0x" + Long.toHexString(address));
  }

  /**
   * Opens the caller's memory. The check comes after the open: if the caller still waits then, the
   * open file is its memory, and not that of a process that reuses its tid.
   */
  private FileChannel open(StandardOpenOption mode) throws IOException {
    FileChannel memory = FileChannel.open(Path.of("/proc/" + notice.tid() + "/mem"), mode);
    if (!listener.isWaiting(notice)) {
      memory.close();
      throw new IOException("the caller of " + name + " is gone: it was killed or interrupted");
    }
    return memory;
  }
}
