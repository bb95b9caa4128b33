package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.event.SandboxEvent;
import io.kotha.sandbox.linux.stdio.StdioWiring;
import java.time.Duration;
import java.util.Optional;

/** A source of rooms: either a builder, which builds one for each call, or a pool. */
@FunctionalInterface
public interface RoomEntrance {

  /**
   * Starts a command in a room and returns once its program runs.
   *
   * @param preparation runs once the descriptors of the program exist
   * @throws SandboxException if the program cannot be started; nothing of it ran
   */
  RunningRoom enter(StartRequest request, RoomPreparation preparation) throws SandboxException;

  /**
   * A room whose program was started.
   *
   * @param room the room
   * @param pid the pid of the program on the host; 0 if it has ended already
   * @param wiring the JVM's ends of the program's pipes
   * @param beside starts further programs in the same room
   * @param fromPool the origin of the room if a pool has provided it
   */
  record RunningRoom(
      Room room,
      int pid,
      StdioWiring wiring,
      RoomEntrance beside,
      Optional<SandboxEvent.Origin> fromPool) {

    /** Returns the same room, provided by a pool. */
    public RunningRoom fromPool(SandboxEvent.Origin origin) {
      return new RunningRoom(room, pid, wiring, beside, Optional.of(origin));
    }

    /**
     * Reports to the observers that the program runs, and from now on also its end.
     *
     * @param setup the duration of the start; empty if nobody observed its begin
     */
    public void report(Optional<Duration> setup) {
      room.reports().started(pid, fromPool, setup);
    }
  }
}
