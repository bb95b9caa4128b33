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

/** A call that waits for its answer, in the hands of the caller's code. */
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
      throw new IOException("not mapped: " + Long.toHexString(address + content.length));
    }
    return content;
  }

  @Override
  public String readText(long address, int most) throws IOException {
    byte[] content = upTo(address, most);
    for (int i = 0; i < content.length; i++) {
      if (content[i] == 0) {
        return new String(content, 0, i, StandardCharsets.UTF_8);
      }
    }
    throw new IOException(
        "no text of less than " + most + " bytes at " + Long.toHexString(address));
  }

  /** As far as it is mapped. */
  private byte[] upTo(long address, int length) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(length);
    try (FileChannel memory = open(StandardOpenOption.READ)) {
      int n;
      do {
        n = memory.read(content, address + content.position());
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
        memory.write(bytes, address + bytes.position());
      }
    }
  }

  /**
   * First opened, then asked whether the caller still waits: if so, it was its memory that was
   * opened, and not that of another process with its number.
   */
  private FileChannel open(StandardOpenOption mode) throws IOException {
    FileChannel memory = FileChannel.open(Path.of("/proc/" + notice.tid() + "/mem"), mode);
    if (!listener.isWaiting(notice)) {
      memory.close();
      throw new IOException("the caller of " + name + " is gone");
    }
    return memory;
  }
}
