package io.kotha.examples.ship.command;

import com.google.gson.JsonParseException;
import io.kotha.examples.ship.report.Json;
import io.kotha.examples.ship.store.Container;
import io.kotha.examples.ship.store.Description;
import io.kotha.examples.ship.store.State;
import io.kotha.examples.ship.supervisor.Connection;
import io.kotha.examples.ship.supervisor.Frame;
import io.kotha.examples.ship.supervisor.Reply;
import io.kotha.examples.ship.supervisor.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** Requests to the supervisors of containers. */
final class SupervisorClient {

  private SupervisorClient() {}

  /**
   * Connects to the supervisor of a container.
   *
   * @throws IOException if the container has ended
   */
  static Connection connect(Container container) throws IOException {
    if (container.state().isLive()) {
      try {
        return Connection.to(container.socket());
      } catch (IOException e) {
        if (container.state().isLive()) {
          throw e; // not because it has just ended
        }
      }
    }
    throw new FileSystemException(container.name().text(), null, "the container has ended");
  }

  /** Sends a request without streams, and returns when it was done. */
  static void ask(Container container, Request request) throws IOException {
    try (Connection connection = connect(container)) {
      connection.send(Frame.Type.REQUEST, request);
      Optional<Frame> frame = connection.receive();
      Reply reply = frame.isPresent() ? reply(frame.get()) : null;
      if (reply != null && reply.message() != null) {
        throw new IOException(reply.message());
      }
    }
  }

  /** Reads a reply. */
  static Reply reply(Frame frame) throws IOException {
    try {
      return Json.read(new String(frame.bytes(), StandardCharsets.UTF_8), Reply.class);
    } catch (JsonParseException e) {
      throw new IOException("not a reply of a supervisor", e);
    }
  }

  /**
   * Returns the pid of a container's program.
   *
   * @throws IOException if it does not run
   */
  static long pid(Container container) throws IOException {
    Description description = container.description();
    Long pid = description.pid();
    if (pid == null || container.state().phase() != State.Phase.RUNNING) {
      throw new FileSystemException(container.name().text(), null, "the container does not run");
    }
    return pid;
  }
}
