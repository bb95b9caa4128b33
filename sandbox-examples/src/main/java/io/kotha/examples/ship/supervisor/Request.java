package io.kotha.examples.ship.supervisor;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first message of a connection to a supervisor.
 *
 * @param action the request
 * @param program the program to start, for {@link Action#EXEC}
 * @param number a signal for {@link Action#SIGNAL}, milliseconds for {@link Action#STOP}, lines of
 *     the log for {@link Action#FOLLOW}
 */
public record Request(Action action, @Nullable Program program, long number) {

  /** The requests. */
  public enum Action {
    /** Starts a program, and relays its streams. */
    EXEC,
    /** Sends a signal to the container's program. */
    SIGNAL,
    /** Sends SIGTERM, and SIGKILL if the program has not ended after a time. */
    STOP,
    /** Sends the log, and what is added to it until the container ends. */
    FOLLOW,
    /** Replies with the processes: an array of {@link ProcessRow}. */
    TOP
  }

  /**
   * A program that joins the container.
   *
   * @param argv the program and its arguments
   * @param env environment variables besides {@code PATH}
   * @param workingDirectory its directory in the room
   * @param input whether its input is that of the client; otherwise it is empty
   * @param columns width of its terminal; 0 for no terminal
   * @param rows height of its terminal
   */
  public record Program(
      List<String> argv,
      Map<String, String> env,
      String workingDirectory,
      boolean input,
      int columns,
      int rows) {}

  /** Returns a request to start a program. */
  public static Request exec(Program program) {
    return new Request(Action.EXEC, program, 0);
  }

  /** Returns a request to send a signal. */
  public static Request signal(int signal) {
    return new Request(Action.SIGNAL, null, signal);
  }

  /** Returns a request to stop the container. */
  public static Request stop(long millis) {
    return new Request(Action.STOP, null, millis);
  }

  /**
   * Returns a request to follow the log.
   *
   * @param lines the number of lines before those to come; negative for all
   */
  public static Request follow(int lines) {
    return new Request(Action.FOLLOW, null, lines);
  }

  /** Returns a request for the processes. */
  public static Request top() {
    return new Request(Action.TOP, null, 0);
  }
}
