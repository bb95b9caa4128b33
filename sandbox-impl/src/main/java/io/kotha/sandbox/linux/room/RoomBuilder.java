package io.kotha.sandbox.linux.room;

import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.linux.files.RootLayouts;
import io.kotha.sandbox.linux.plan.PlanText;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.linux.wire.PlanEncoder;
import io.kotha.sandbox.linux.zygote.RoomSocket;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;

/** Has the zygote build rooms, for a command that is there or for one that is still to come. */
public final class RoomBuilder {

  /** What is done with a room once it was asked for. */
  private interface Use<T> {
    T of(ParkedRoom room) throws SandboxException;
  }

  private final RoomContext context;
  private final RoomPlanner planner;
  private final RootLayouts layouts;
  private final PlanEncoder.Fault fault;

  public RoomBuilder(RoomContext context, RoomPlanner planner, RootLayouts layouts) {
    this(context, planner, layouts, PlanEncoder.Fault.NONE);
  }

  /**
   * @param fault the step that fails if the helper is a test build; other builds ignore it
   */
  public RoomBuilder(
      RoomContext context, RoomPlanner planner, RootLayouts layouts, PlanEncoder.Fault fault) {
    this.context = context;
    this.planner = planner;
    this.layouts = layouts;
    this.fault = fault;
  }

  /** Starts a command in a room of its own: the room is entered while it is still being built. */
  public RunningRoom start(StartRequest request, RoomPreparation preparation)
      throws SandboxException {
    return build(
        request.spec(),
        room -> {
          try {
            return room.enter(request, preparation);
          } catch (StaleRoomException e) {
            throw e.reason();
          }
        });
  }

  /** What would be done for a room, as text. */
  public String explain(SandboxSpec spec) throws SandboxException {
    PlannedRoom planned = planner.plan(spec, layouts.of(spec));
    planned.leases().release();
    return PlanText.of(planned.plan());
  }

  /** Builds a room for a command that is still to come; returns when its payload waits. */
  public ParkedRoom park(SandboxSpec spec) throws SandboxException {
    return build(
        spec,
        room -> {
          room.awaitReady();
          return room;
        });
  }

  /**
   * Builds a room, and builds it again with the next layout of the root where the kernel refuses
   * the first one. The next layout never isolates less.
   */
  private <T> T build(SandboxSpec spec, Use<T> use) throws SandboxException {
    while (true) {
      RootLayout layout = layouts.of(spec);
      try {
        return use.of(ask(spec, layout));
      } catch (SetupException e) {
        if (!layouts.giveUp(layout, e.step(), e.errno())) {
          throw e;
        }
      }
    }
  }

  /** Asks for a room without waiting for it. */
  public ParkedRoom ask(SandboxSpec spec) throws SandboxException {
    return ask(spec, layouts.of(spec));
  }

  private ParkedRoom ask(SandboxSpec spec, RootLayout layout) throws SandboxException {
    PlannedRoom planned = planner.plan(spec, layout);
    try {
      RoomSocket socket = RoomSocket.open(context.kernel());
      try {
        ParkedRoom room = new ParkedRoom(context, planned, socket);
        byte[] plan = PlanEncoder.encode(planned.id(), planned.plan(), fault);
        planned.zygote().create(planned.id(), plan, socket, room);
        return room;
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      planned.leases().release();
      throw e instanceof SandboxException sandbox
          ? sandbox
          : new SandboxException("the room cannot be prepared: " + e.getMessage(), e);
    }
  }
}
