package io.kotha.examples.ship.command;

import io.kotha.examples.ship.supervisor.Connection;
import io.kotha.examples.ship.supervisor.Frame;
import io.kotha.examples.ship.terminal.Daemon;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/** Sends standard input to a supervisor, a few frames ahead of the program that reads it. */
final class ClientInput {

  private static final int CHUNK = 8192;

  private final Connection connection;
  private final Semaphore ahead = new Semaphore(Connection.UNTAKEN);

  private ClientInput(Connection connection) {
    this.connection = connection;
  }

  /** Starts to send, if the program is to have input. */
  static ClientInput of(Connection connection, boolean connected) {
    ClientInput input = new ClientInput(connection);
    if (connected) {
      var unused = Daemon.start("ship-input", input::send);
    }
    return input;
  }

  /** Notes that the program has taken a frame. */
  void taken() {
    ahead.release();
  }

  @SuppressWarnings("resource") // closing the stream would close the descriptor
  private void send() {
    InputStream in = new FileInputStream(FileDescriptor.in);
    byte[] buffer = new byte[CHUNK];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        ahead.acquire();
        connection.send(Frame.Type.INPUT, buffer, n);
      }
      connection.send(Frame.Type.END_OF_INPUT);
    } catch (IOException e) {
      return; // the program has ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
