package io.kotha.examples.ship.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the messages between a command and a supervisor. */
@Timeout(30)
class ConnectionTest {

  @TempDir Path dir;

  private SocketChannel raw;
  private Connection connection;

  @BeforeEach
  void connect() throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(dir.resolve("socket"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      raw = SocketChannel.open(address);
      connection = new Connection(server.accept());
    }
  }

  @AfterEach
  void disconnect() throws IOException {
    raw.close();
    connection.close();
  }

  @Test
  void frameArrivesInParts() throws IOException {
    byte[] frame = {4, 0, 0, 0, 2, 'h', 'i'};
    Thread sender =
        new Thread(
            () -> {
              try {
                for (byte b : frame) {
                  raw.write(ByteBuffer.wrap(new byte[] {b}));
                }
                raw.close();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    sender.start();
    Frame received = connection.receive().orElseThrow();
    assertThat(received.type()).isEqualTo(Frame.Type.OUTPUT);
    assertThat(received.bytes()).containsExactly('h', 'i');
    assertThat(connection.receive()).isEmpty();
  }

  @Test
  void garbageEndsTheConnection() throws IOException {
    byte unknown = (byte) Frame.Type.values().length;
    for (byte[] header :
        new byte[][] {
          {unknown, 0, 0, 0, 0}, {-1, 0, 0, 0, 0}, {1, -1, 0, 0, 0}, {1, 127, 0, 0, 0}
        }) {
      raw.write(ByteBuffer.wrap(header));
      assertThatThrownBy(() -> connection.receive()).hasMessageContaining("not a message");
    }
    raw.write(ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 9, 'x'}));
    raw.close();
    assertThatThrownBy(() -> connection.receive()).isInstanceOf(EOFException.class);
  }

  @Test
  void longMessageIsNotSent() {
    byte[] tooLong = new byte[Connection.MOST_BYTES + 1];
    assertThatThrownBy(() -> connection.send(Frame.Type.INPUT, tooLong, tooLong.length))
        .hasMessageContaining("too long");
  }
}
