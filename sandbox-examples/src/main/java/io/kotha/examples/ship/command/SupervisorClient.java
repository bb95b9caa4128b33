package io.kotha.examples.ship.command;

import io.kotha.examples.ship.store.Container;
import io.kotha.examples.ship.store.ContainerEnd;
import io.kotha.examples.ship.store.Description;
import io.kotha.examples.ship.store.State;
import io.kotha.examples.ship.supervisor.Connection;
import io.kotha.examples.ship.supervisor.Frame;
import io.kotha.examples.ship.supervisor.Reply;
import io.kotha.examples.ship.supervisor.Request;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** Requests to the supervisors of containers. */
final class SupervisorClient {

  private SupervisorClient() {}

  /**
   * Connects to the supervisor of a container.
   *
   * @param end the end of the same container, opened before
   * @return empty if the container has ended
   */
  static Optional<Connection> connect(Container container, ContainerEnd end) throws IOException {
    if (!end.isLive()) {
      return Optional.empty();
    }
    try {
      Connection connection = Connection.to(container.socket());
      // The name belongs to a container until it has ended, so the socket is not that of another.
      if (end.isLive()) {
        return Optional.of(connection);
      }
      connection.close();
      return Optional.empty();
    } catch (IOException e) {
      if (end.isLive()) {
        throw e; // not because it has just ended
      }
      return Optional.empty();
    }
  }

  /**
   * Sends a request without streams, and returns when it was done.
   *
   * @param end the end of the same container, opened before
   * @return false if the container has ended before
   */
  static boolean ask(Container container, ContainerEnd end, Request request) throws IOException {
    return reply(container, end, request).isPresent();
  }

  /**
   * Sends a request without streams, and returns the reply; empty if the container has ended.
   *
   * @param end the end of the same container, opened before
   * @throws IOException with the supervisor's message if it refuses the request
   */
  static Optional<Reply> reply(Container container, ContainerEnd end, Request request)
      throws IOException {
    Optional<Connection> found = connect(container, end);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (Connection connection = found.get()) {
      Optional<Reply> reply = answer(connection, end, request);
      if (reply.isPresent() && reply.get().message() != null) {
        throw new IOException(reply.get().message());
      }
      return reply;
    }
  }

  private static Optional<Reply> answer(Connection connection, ContainerEnd end, Request request)
      throws IOException {
    Optional<Frame> frame;
    try {
      connection.send(Frame.Type.REQUEST, request);
      frame = connection.receive();
    } catch (IOException e) {
      if (end.isLive()) {
        throw e;
      }
      return Optional.empty(); // it has ended meanwhile
    }
    return frame.isPresent() ? Optional.of(frame.get().json(Reply.class)) : Optional.empty();
  }

  /** Returns the error of a command that needs a container that has not ended. */
  static FileSystemException hasEnded(Container container) {
    return new FileSystemException(container.name().text(), null, "the container has ended");
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
