package io.kotha.examples.ship.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a container.
 *
 * @param verdict the verdict's type, such as {@code Exited}; {@code NotStarted} if its program was
 *     not started
 * @param exitStatus the status that {@code run} exits with
 * @param message a sentence for the user; null if the status says everything
 * @param ended the time, ISO 8601 in UTC
 */
public record Ending(String verdict, int exitStatus, @Nullable String message, String ended) {

  /** Returns the ending of a container whose program was not started. */
  public static Ending notStarted(int exitStatus, @Nullable String message) {
    return new Ending("NotStarted", exitStatus, message, now());
  }

  /** Returns an ending at this moment. */
  public static Ending now(String verdict, int exitStatus, @Nullable String message) {
    return new Ending(verdict, exitStatus, message, now());
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
