package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.room.GuestRequest;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.room.StartRequest;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.wire.Layout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The helper refuses a program that would join a room with other walls than the room's. Java always
 * asks for the same; {@code ExecIT} has the request as it is.
 */
@Timeout(60)
class JoinRefusalIT {

  private static final int ESRCH = 3;
  private static final int EBADMSG = 74;

  private static Engine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = Engine.open();
  }

  /** A request to join a room, with one part changed. The room has two user namespaces. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "without a host",
        "another host",
        "without the mount namespace",
        "without the pid namespace",
        "without the user namespace",
        "with the cgroup namespace",
        "one more capability",
        "without Landlock",
        "with a time namespace",
        "with the flag of a keeper",
        "with new namespaces",
        "with an id for the user only",
        "without a group",
        "with a source"
      })
  void programThatJoinsWithLessIsRefused(String change) throws Exception {
    Features.require("cgroup.memory");
    Command sleep =
        Command.of("/bin/sleep", "100").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);
    Sandbox sandbox = Rooms.minimal().keepCaps(Capability.NET_RAW);
    RunningRoom host =
        engine.builder().start(new StartRequest(sandbox.spec(), sleep), RoomPreparation.NONE);
    try {
      ByteBuffer block = ByteBuffer.wrap(GuestRequest.of(host)).order(ByteOrder.nativeOrder());
      int joined = block.getInt(Layout.Plan.INNER_NS);
      switch (change) {
        case "without a host" -> block.putLong(Layout.Plan.HOST, 0);
        case "another host" -> block.putLong(Layout.Plan.HOST, 1L << 39);
        case "without the mount namespace" -> block.putInt(Layout.Plan.INNER_NS, joined & ~0x20000);
        case "without the pid namespace" ->
            block.putInt(Layout.Plan.INNER_NS, joined & ~0x20000000);
        case "without the user namespace" ->
            block.putInt(Layout.Plan.INNER_NS, joined & ~0x10000000);
        case "with the cgroup namespace" -> block.putInt(Layout.Plan.INNER_NS, joined | 0x2000000);
        case "one more capability" ->
            block.putLong(
                Layout.Plan.CAPABILITIES, block.getLong(Layout.Plan.CAPABILITIES) | 1 << 21);
        case "without Landlock" -> {
          block.putLong(Layout.Plan.DOMAIN_FILES, 0);
          block.putLong(Layout.Plan.DOMAIN_PORTS, 0);
          block.putLong(Layout.Plan.DOMAIN_SCOPED, 0);
        }
        case "with a time namespace" -> flag(block, Plan.Flag.TIME);
        case "with the flag of a keeper" -> flag(block, Plan.Flag.LIVING);
        case "with new namespaces" -> block.putInt(Layout.Plan.OUTER_NS, 0x20000);
        case "with an id for the user only" -> block.putInt(Layout.Plan.GID, -1);
        case "without a group" -> block.putInt(Layout.Plan.GROUPS + Layout.Table.COUNT, 0);
        case "with a source" -> block.putInt(Layout.Plan.SOURCES + Layout.Table.COUNT, 1);
        default -> throw new AssertionError(change);
      }
      assertThat(Refusal.of(engine, block, List.of()).errno()).isIn(EBADMSG, ESRCH);
    } finally {
      host.room().kill();
      host.room().ended().get();
    }
  }

  private static void flag(ByteBuffer block, Plan.Flag flag) {
    block.putInt(Layout.Plan.FLAGS, block.getInt(Layout.Plan.FLAGS) | flag.bit());
  }
}
