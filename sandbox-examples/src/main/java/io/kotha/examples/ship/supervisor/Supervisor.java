package io.kotha.examples.ship.supervisor;

import io.kotha.examples.ship.store.Claim;
import io.kotha.examples.ship.terminal.Daemon;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Answers the commands about the container of this process, each on a thread of its own. */
public final class Supervisor implements AutoCloseable {

  /** A client that reads nothing must not keep the supervisor. */
  private static final long PATIENCE_MILLIS = 5_000;

  private final ServerSocketChannel server;
  private final Served served;
  private final Set<Thread> sessions = ConcurrentHashMap.newKeySet();

  private Supervisor(ServerSocketChannel server, Served served) {
    this.server = server;
    this.served = served;
  }

  /** Starts to answer. */
  public static Supervisor serve(Claim claim, Served served) {
    Supervisor supervisor = new Supervisor(claim.server(), served);
    var unused = Daemon.start("ship-accept", supervisor::accept);
    return supervisor;
  }

  private void accept() {
    try {
      while (true) {
        answer(server.accept());
      }
    } catch (IOException e) {
      return; // closed: the container has ended
    }
  }

  @SuppressWarnings("ThreadJoinLoop") // the thread removes itself
  private void answer(SocketChannel channel) {
    Thread thread =
        new Thread(
            () -> {
              try (Connection connection = new Connection(channel)) {
                new Session(connection, served).run();
              } catch (IOException e) {
                return; // the client has gone
              } finally {
                sessions.remove(Thread.currentThread());
              }
            },
            "ship-session");
    thread.setDaemon(true);
    sessions.add(thread);
    thread.start();
  }

  /**
   * Kills the programs that joined the container, and waits until their clients know how they
   * ended.
   */
  @Override
  public void close() {
    try {
      server.close();
      served.room().close();
      for (Thread session : sessions) {
        session.join(PATIENCE_MILLIS);
      }
    } catch (IOException e) {
      return; // the socket is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
