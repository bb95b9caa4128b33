package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.linux.proc.EntryTarget;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.wire.PlanEncoder;
import io.kotha.sandbox.spi.EntrySpec;
import io.kotha.sandbox.spi.SandboxSpec;
import java.nio.file.Path;

/**
 * Starts programs in namespaces of a process. To the zygote each is a room of its own that joins
 * namespaces, as a second program of a room does, but those that the JVM has opened. Thread-safe.
 */
public final class NamespaceEntrance implements RoomEntrance {

  private final RoomContext context;
  private final RoomPlanner planner;
  private final EntrySpec spec;

  /** Makes an entrance to the namespaces that the description names. */
  public NamespaceEntrance(RoomContext context, RoomPlanner planner, EntrySpec spec) {
    this.context = context;
    this.planner = planner;
    this.spec = spec;
  }

  /** Returns a sandbox with the limits of the program, for verdicts and error messages. */
  public SandboxSpec sandbox() {
    return Sandbox.rootfs(Path.of("/")).limits(spec.limits()).syscalls(spec.syscalls()).spec();
  }

  @Override
  public RunningRoom enter(StartRequest request, RoomPreparation preparation)
      throws SandboxException {
    try (EntryTarget target = EntryTarget.open(context.kernel(), spec, !context.host().isRoot())) {
      PlannedRoom planned = planner.planEntry(spec, request.spec(), target);
      ParkedRoom parked =
          ParkedRoom.request(
              context,
              (entered, program) -> this,
              planned,
              (socket, program) ->
                  planned
                      .zygote()
                      .create(planned.id(), encode(planned), target.fds(), socket, program));
      try {
        return parked.enter(request, preparation);
      } catch (StaleRoomException e) {
        throw e.reason();
      }
    }
  }

  private byte[] encode(PlannedRoom planned) throws SandboxException {
    return PlanEncoder.encode(planned.id(), planned.plan(), context.fault());
  }
}
