package io.kotha.sandbox.linux;

import io.kotha.sandbox.Rootfs;
import io.kotha.sandbox.SandboxException;
import io.kotha.sandbox.SetupException;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.linux.plan.PlanText;
import io.kotha.sandbox.linux.plan.RootLayout;
import io.kotha.sandbox.linux.wire.PlanEncoder;
import io.kotha.sandbox.linux.zygote.Errno;
import io.kotha.sandbox.linux.zygote.RoomSocket;
import io.kotha.sandbox.spi.SandboxSpec;
import java.io.IOException;

/** Has the zygote build rooms, for a command that is there or for one that is still to come. */
final class RoomStarter {

  /** What is done with a room once it was asked for. */
  private interface Use<T> {
    T of(ParkedRoom room) throws SandboxException;
  }

  private final Engine engine;
  private final Blueprints blueprints;
  private final PlanEncoder.Fault fault;

  RoomStarter(Engine engine) {
    this(engine, PlanEncoder.Fault.NONE);
  }

  /**
   * @param fault what a test build of the helper is to make fail; any other ignores it
   */
  RoomStarter(Engine engine, PlanEncoder.Fault fault) {
    this.engine = engine;
    this.blueprints = new Blueprints(engine);
    this.fault = fault;
  }

  /** Starts a command in a room of its own: the room is entered while it is still being built. */
  RunningRoom start(Order order) throws SandboxException {
    return build(
        order.spec(),
        room -> {
          try {
            return room.enter(order);
          } catch (StaleRoomException e) {
            throw e.reason();
          }
        });
  }

  /** What would be done for a room, as text. */
  String explain(SandboxSpec spec) throws SandboxException {
    Blueprint blueprint = blueprints.of(spec, engine.layouts().of(spec));
    blueprint.holdings().release();
    return PlanText.of(blueprint.plan());
  }

  /** Builds a room for a command that is still to come; returns when its payload waits. */
  ParkedRoom park(SandboxSpec spec) throws SandboxException {
    return build(
        spec,
        room -> {
          room.awaitReady();
          return room;
        });
  }

  /**
   * Tried again with the next best tree where a file system turns out not to support the first
   * (never with fewer walls).
   */
  private <T> T build(SandboxSpec spec, Use<T> use) throws SandboxException {
    while (true) {
      RootLayout layout = engine.layouts().of(spec);
      try {
        return use.of(ask(spec, layout));
      } catch (SetupException e) {
        boolean again =
            spec.files().rootfs().mode() == Rootfs.Mode.READ_ONLY
                && e.errno() == Errno.EINVAL
                && ((e.step() == SetupStep.IDMAP_MOUNT && blueprints.giveUpMapping(spec))
                    || (e.step() == SetupStep.ROOT && engine.layouts().giveUpLayering(layout)));
        if (!again) {
          throw e;
        }
      }
    }
  }

  /** Asks for a room without waiting for it. */
  ParkedRoom ask(SandboxSpec spec) throws SandboxException {
    return ask(spec, engine.layouts().of(spec));
  }

  private ParkedRoom ask(SandboxSpec spec, RootLayout layout) throws SandboxException {
    Blueprint blueprint = blueprints.of(spec, layout);
    try {
      RoomSocket socket = RoomSocket.open(engine.kernel());
      try {
        ParkedRoom room = new ParkedRoom(engine, blueprint, socket);
        byte[] plan = PlanEncoder.encode(blueprint.id(), blueprint.plan(), fault);
        blueprint.zygote().create(blueprint.id(), plan, socket, room);
        return room;
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      blueprint.holdings().release();
      throw e instanceof SandboxException sandbox
          ? sandbox
          : new SandboxException("the room cannot be prepared: " + e.getMessage(), e);
    }
  }
}
