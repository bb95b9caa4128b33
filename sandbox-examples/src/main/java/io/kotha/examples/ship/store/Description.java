package io.kotha.examples.ship.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a container that {@code ps} shows.
 *
 * @param rootfs the root as the command line had it
 * @param command the program and its arguments
 * @param created the time of its creation, ISO 8601 in UTC
 * @param temporary whether nothing of it is kept when it has ended
 * @param supervisor pid of the process that holds it
 * @param pid pid of the program on the host; null until it runs
 */
public record Description(
    String rootfs,
    List<String> command,
    String created,
    boolean temporary,
    long supervisor,
    @Nullable Long pid) {

  /** Returns the description of a container whose program runs. */
  public Description running(long program) {
    return new Description(rootfs, command, created, temporary, supervisor, program);
  }
}
