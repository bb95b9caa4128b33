package io.kotha.sandbox.stats;

import io.kotha.sandbox.SandboxEngine;
import java.util.Objects;
import java.util.Optional;

/**
 * A room that has not ended. Immutable: it describes the moment of {@link SandboxEngine#rooms}.
 *
 * @param id the number of the room, unique in its engine
 * @param name the name that {@code Sandbox.name} gave it; empty if none
 * @param pid the pid of the program on the host; empty if none runs yet
 * @param use the purpose of the room
 */
public record LiveRoom(long id, Optional<String> name, Optional<Long> pid, Use use) {

  /** The purpose of a room. */
  public enum Use {
    /** It runs a program, or is about to. A program in a {@code SandboxRoom} is listed so, too. */
    PROGRAM,
    /** It waits for a command: a room of a pool. */
    WAITING,
    /** It lives until it is closed: a {@code SandboxRoom}. */
    SESSION
  }

  /** Requires every component. */
  public LiveRoom {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(pid, "pid");
    Objects.requireNonNull(use, "use");
  }
}
