package io.kotha.sandbox.event;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SandboxProcess;
import io.kotha.sandbox.SandboxRoom;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.Verdict;
import io.kotha.sandbox.stats.Usage;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * An event in the life of a program or of a room. Later versions may add events. Immutable.
 *
 * <p>The end of a program is queued after its start. A program that runs when a listener is
 * registered has an end without a start.
 */
public sealed interface SandboxEvent {

  /**
   * A program was started, and {@code execve(2)} has succeeded.
   *
   * @param program the program
   * @param origin the origin of the room
   * @param setup the time from the call that started the program until it ran, by the clock of the
   *     JVM
   */
  record ProgramStarted(ProgramInfo program, Origin origin, Duration setup)
      implements SandboxEvent {
    public ProgramStarted {
      Objects.requireNonNull(program, "program");
      Objects.requireNonNull(origin, "origin");
      Objects.requireNonNull(setup, "setup");
    }
  }

  /** The origin of the room in which a program was started. */
  enum Origin {
    /** The room was built for the program. */
    NEW,
    /** The room was ready in a pool: a warm start. */
    POOL_READY,
    /** The pool had no room ready; the start waited for one that was being built. */
    POOL_BUILDING,
    /** The pool had no room at all; one was built for the program: a cold start. */
    POOL_EMPTY,
    /** The room is a {@link SandboxRoom}. */
    SESSION,
    /** The room is that of another program; {@link SandboxProcess#exec}. */
    EXEC,
    /** There is no room: the program has entered namespaces of a process. */
    ENTRY
  }

  /**
   * A program could not be started. A call with wrong arguments, or on a pool or room that is
   * closed, is no event.
   *
   * @param name the name that {@link Sandbox#name} gave the room; empty if none, and for a start in
   *     a {@link SandboxRoom}
   * @param executable the first word of the command
   * @param reason the exception that the caller got
   */
  record StartFailed(Optional<String> name, String executable, SandboxException reason)
      implements SandboxEvent {
    public StartFailed {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(executable, "executable");
      Objects.requireNonNull(reason, "reason");
    }

    /** Returns the step that the kernel refused; empty if the start failed for another reason. */
    public Optional<SetupStep> step() {
      return reason instanceof SetupException refused
          ? Optional.of(refused.step())
          : Optional.empty();
    }
  }

  /**
   * A program has ended, and with it every process that it started.
   *
   * @param program the program
   * @param verdict how it ended
   * @param usage what it used
   */
  record ProgramEnded(ProgramInfo program, Verdict verdict, Usage usage) implements SandboxEvent {
    public ProgramEnded {
      Objects.requireNonNull(program, "program");
      Objects.requireNonNull(verdict, "verdict");
      Objects.requireNonNull(usage, "usage");
    }
  }

  /**
   * A {@link SandboxRoom} was opened.
   *
   * @param room the id of the room
   * @param name the name that {@link Sandbox#name} gave the room; empty if none
   * @param setup the time from the call that opened the room until it could run programs, by the
   *     clock of the JVM
   */
  record RoomOpened(long room, Optional<String> name, Duration setup) implements SandboxEvent {
    public RoomOpened {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(setup, "setup");
    }
  }

  /**
   * A {@link SandboxRoom} was reset.
   *
   * @param room the id of the room from now on
   * @param before the id of the room until now
   * @param name the name that {@link Sandbox#name} gave the room; empty if none
   * @param setup the time that the reset took, by the clock of the JVM
   */
  record RoomReset(long room, long before, Optional<String> name, Duration setup)
      implements SandboxEvent {
    public RoomReset {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(setup, "setup");
    }
  }

  /**
   * A {@link SandboxRoom} has ended. No process of it is left.
   *
   * @param room the id of the room
   * @param name the name that {@link Sandbox#name} gave the room; empty if none
   * @param cause the reason for the end
   */
  record RoomClosed(long room, Optional<String> name, Cause cause) implements SandboxEvent {

    /** The reason for the end of a room. */
    public enum Cause {
      /** It was closed: by a call, after its idle time, with the engine, or by a failed reset. */
      CLOSED,
      /** Its first process or the helper process was killed. */
      DIED
    }

    public RoomClosed {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(cause, "cause");
    }
  }
}
