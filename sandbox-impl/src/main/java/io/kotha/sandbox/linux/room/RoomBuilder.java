package io.kotha.sandbox.linux.room;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.linux.files.RootLayouts;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.plan.PlanText;
import io.kotha.sandbox.linux.plan.RoomFiles;
import io.kotha.sandbox.linux.plan.RoomInputs.Lifetime;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.wire.EncodedFiles;
import io.kotha.sandbox.linux.wire.PlanEncoder;
import io.kotha.sandbox.spi.SandboxSpec;

/** Makes the zygote build rooms, for a command at hand or for one that comes later. Thread-safe. */
public final class RoomBuilder {

  /** The use of a room once it was requested. */
  private interface Use<T> {
    T of(ParkedRoom room) throws SandboxException;
  }

  private final RoomContext context;
  private final RoomPlanner planner;
  private final RootLayouts layouts;

  /** The encoded files by identity: {@link FilePlans} returns the same again. */
  private final Cache<RoomFiles, EncodedFiles> encoded =
      CacheBuilder.newBuilder().weakKeys().build();

  /** Makes a builder. */
  public RoomBuilder(RoomContext context, RoomPlanner planner, RootLayouts layouts) {
    this.context = context;
    this.planner = planner;
    this.layouts = layouts;
  }

  /** Starts a command in a new room, which is entered while it is still being built. */
  public RunningRoom start(StartRequest request, RoomPreparation preparation)
      throws SandboxException {
    return build(
        request.spec(),
        Lifetime.ONE_PROGRAM,
        room -> {
          try {
            return room.enter(request, preparation);
          } catch (StaleRoomException e) {
            throw e.reason();
          }
        });
  }

  /** Returns the plan of a room as text, without building the room. */
  public String explain(SandboxSpec spec) throws SandboxException {
    PlannedRoom planned = planner.plan(spec, layouts.of(spec), Lifetime.ONE_PROGRAM);
    planned.leases().release();
    return PlanText.of(planned.plan());
  }

  /** Builds a room for a command that comes later. Blocks until its payload waits. */
  public ParkedRoom park(SandboxSpec spec) throws SandboxException {
    return build(spec, Lifetime.ONE_PROGRAM, RoomBuilder::ready);
  }

  /** Builds a room that lives until it is closed. Blocks until it can run programs. */
  public LivingRoom open(SandboxSpec spec) throws SandboxException {
    return new LivingRoom(context, planner, build(spec, Lifetime.UNTIL_CLOSED, RoomBuilder::ready));
  }

  private static ParkedRoom ready(ParkedRoom room) throws SandboxException {
    room.awaitReady();
    return room;
  }

  /**
   * Builds a room. If the kernel refuses the layout of its root, builds it again with another
   * layout, which never isolates less.
   */
  private <T> T build(SandboxSpec spec, Lifetime lifetime, Use<T> use) throws SandboxException {
    while (true) {
      RootLayout layout = layouts.of(spec);
      try {
        return use.of(request(spec, layout, lifetime));
      } catch (SetupException e) {
        if (!layouts.recordRefusal(spec, layout, e.step(), e.errno())) {
          throw e;
        }
      }
    }
  }

  /** Requests a room without waiting for it. */
  public ParkedRoom request(SandboxSpec spec) throws SandboxException {
    return request(spec, layouts.of(spec), Lifetime.ONE_PROGRAM);
  }

  private ParkedRoom request(SandboxSpec spec, RootLayout layout, Lifetime lifetime)
      throws SandboxException {
    PlannedRoom planned = planner.plan(spec, layout, lifetime);
    return ParkedRoom.request(
        context,
        (entered, room) -> new Guests(context, planner, entered, room),
        planned,
        (socket, room) -> {
          Plan plan = planned.plan();
          byte[] request =
              PlanEncoder.encode(planned.id(), plan, encoded(plan.files()), context.fault());
          try (PassedSources sources = PassedSources.open(context.kernel(), planned)) {
            planned.zygote().create(planned.id(), request, sources.fds(), socket, room);
          }
        });
  }

  private EncodedFiles encoded(RoomFiles files) throws SandboxException {
    EncodedFiles known = encoded.getIfPresent(files);
    if (known == null) {
      known = EncodedFiles.of(files);
      encoded.put(files, known);
    }
    return known;
  }
}
