package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.RoomEndedException;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.wire.PlanEncoder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts programs in a room that was built for one program. Each is brought in from outside: the
 * zygote's child joins the namespaces of the room, and its payload raises the same walls. To the
 * zygote it is a room of its own, in groups below those of this one. Thread-safe.
 */
final class Guests implements RoomEntrance {

  /** The steps that fail if the room ends meanwhile. */
  private static final Set<SetupStep> OF_ROOM =
      EnumSet.of(
          SetupStep.REQUEST, SetupStep.CLONE, SetupStep.NAMESPACE, SetupStep.TIME, SetupStep.FORK);

  private final RoomContext context;
  private final RoomPlanner planner;
  private final PlannedRoom host;
  private final Room room;

  Guests(RoomContext context, RoomPlanner planner, PlannedRoom host, Room room) {
    this.context = context;
    this.planner = planner;
    this.host = host;
    this.room = room;
  }

  @Override
  public RunningRoom enter(StartRequest request, RoomPreparation preparation)
      throws SandboxException {
    requireRunning(null);
    PlannedRoom planned = plan();
    ParkedRoom guest =
        ParkedRoom.request(
            context,
            (entered, program) -> this,
            planned,
            (socket, program) ->
                planned.zygote().create(planned.id(), encode(planned), List.of(), socket, program));
    try {
      return guest.enter(new StartRequest(planned.spec(), request.command()), preparation);
    } catch (StaleRoomException e) {
      Room.awaitEnd(room.ended());
      requireRunning(e.reason());
      throw e.reason();
    } catch (SetupException e) {
      if (OF_ROOM.contains(e.step())) {
        Room.awaitEnd(room.ended());
        requireRunning(e);
      }
      throw e;
    }
  }

  PlannedRoom plan() throws SandboxException {
    return planner.planGuest(host);
  }

  byte[] encode(PlannedRoom guest) throws SandboxException {
    return PlanEncoder.encodeGuest(guest.id(), host.id(), guest.plan(), context.fault());
  }

  private void requireRunning(@Nullable Throwable failure) throws RoomEndedException {
    if (room.ended().isDone()) {
      throw new RoomEndedException(failure);
    }
  }
}
