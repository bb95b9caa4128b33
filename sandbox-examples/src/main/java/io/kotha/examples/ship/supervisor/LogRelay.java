package io.kotha.examples.ship.supervisor;

import io.kotha.examples.ship.store.Log;
import io.kotha.examples.ship.store.LogCursor;
import io.kotha.examples.ship.store.LogEntry;
import io.kotha.examples.ship.terminal.Daemon;
import java.io.IOException;
import java.util.Optional;

/**
 * Sends the log of a container to a client, until the log is closed. A slow client does not delay
 * the program: it may miss entries that are no longer kept.
 */
final class LogRelay {

  private final Connection connection;
  private final Log log;

  LogRelay(Connection connection, Log log) {
    this.connection = connection;
    this.log = log;
  }

  /**
   * Sends the last lines that the log has now, and then each entry.
   *
   * @param lines a negative number for all that the log has
   */
  void run(int lines) throws IOException, InterruptedException {
    Thread self = Thread.currentThread();
    var unused = Daemon.start("ship-client", () -> watchClient(self));
    try (LogCursor cursor =
        lines < 0 ? LogCursor.ofAll(log.container()) : LogCursor.ofLast(log.container(), lines)) {
      long seen;
      do {
        seen = log.entries();
        send(cursor);
      } while (log.awaitMore(seen));
    }
  }

  private void send(LogCursor cursor) throws IOException {
    for (Optional<LogEntry> e = cursor.read(); e.isPresent(); e = cursor.read()) {
      byte[] encoded = e.get().encoded();
      connection.send(Frame.Type.LOG, encoded, encoded.length);
    }
  }

  /** Ends the relay when the client goes, which sends nothing: no entry may ever come. */
  private void watchClient(Thread relay) {
    try {
      connection.receive();
    } catch (IOException e) {
      // It has gone, or the relay has ended.
    }
    relay.interrupt();
  }
}
