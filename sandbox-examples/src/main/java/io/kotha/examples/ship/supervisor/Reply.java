package io.kotha.examples.ship.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * The last message of a connection to a supervisor.
 *
 * @param status the exit status of the program or of the request
 * @param message a sentence for the user; null if the status says everything
 * @param report the JSON report of a program; null if there was none
 */
public record Reply(int status, @Nullable String message, @Nullable String report) {

  static final Reply DONE = new Reply(0, null, null);
}
