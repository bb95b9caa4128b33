package io.kotha.examples.ship.supervisor;

import io.kotha.examples.ship.report.Json;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One end of a connection between a command and a supervisor. One thread reads; any number write.
 *
 * <p>It does not use the streams of {@code Channels}: on JDK 17 a thread that reads one keeps
 * others from writing.
 */
public final class Connection implements AutoCloseable {

  /** The longest frame. A longer one is not sent, and ends the connection if it is received. */
  static final int MOST_BYTES = 1024 * 1024;

  /** The bytes of a program's stream in one frame. */
  static final int CHUNK = 8192;

  /** Input frames that the program has not taken. A client that sends more has to wait. */
  public static final int UNTAKEN = 4;

  private static final int HEADER = 5;
  private static final byte[] EMPTY = {};

  private final SocketChannel channel;
  private final Object writing = new Object();

  Connection(SocketChannel channel) {
    this.channel = channel;
  }

  /** Connects to a supervisor. */
  public static Connection to(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new Connection(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Sends a frame without content. */
  public void send(Frame.Type type) throws IOException {
    send(type, EMPTY, 0);
  }

  /** Sends a value as JSON. */
  public void send(Frame.Type type, Object value) throws IOException {
    byte[] text = Json.of(value).getBytes(StandardCharsets.UTF_8);
    send(type, text, text.length);
  }

  /** Sends the first bytes of an array. */
  public void send(Frame.Type type, byte[] bytes, int length) throws IOException {
    if (length > MOST_BYTES) {
      throw new IOException("a message of " + length + " bytes is too long");
    }
    ByteBuffer frame = ByteBuffer.allocate(HEADER + length);
    frame.put((byte) type.code()).putInt(length).put(bytes, 0, length).flip();
    synchronized (writing) {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
    }
  }

  /** Sends everything that a stream has, as frames of this type. */
  void sendAll(Frame.Type type, InputStream from) throws IOException {
    byte[] buffer = new byte[CHUNK];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      send(type, buffer, n);
    }
  }

  /** Receives a frame; empty if the other end has closed the connection. */
  public Optional<Frame> receive() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    if (channel.read(header) < 0) {
      return Optional.empty();
    }
    fill(header);
    int code = header.get();
    int length = header.getInt();
    Optional<Frame.Type> type = Frame.Type.of(code);
    if (type.isEmpty() || length < 0 || length > MOST_BYTES) {
      throw new IOException("not a message of ship: type " + code + ", length " + length);
    }
    ByteBuffer content = ByteBuffer.allocate(length);
    fill(content);
    return Optional.of(new Frame(type.get(), content.array()));
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the connection ended within a message");
      }
    }
    buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
