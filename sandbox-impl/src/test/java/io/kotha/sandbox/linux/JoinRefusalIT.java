package io.kotha.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kotha.sandbox.Capability;
import io.kotha.sandbox.Command;
import io.kotha.sandbox.Sandbox;
import io.kotha.sandbox.SetupStep;
import io.kotha.sandbox.Stdio;
import io.kotha.sandbox.linux.fixture.Rooms;
import io.kotha.sandbox.linux.observe.Observers;
import io.kotha.sandbox.linux.plan.Plan;
import io.kotha.sandbox.linux.room.GuestRequest;
import io.kotha.sandbox.linux.room.RoomEntrance.RunningRoom;
import io.kotha.sandbox.linux.room.RoomPreparation;
import io.kotha.sandbox.linux.room.StartRequest;
import io.kotha.sandbox.linux.scenario.Features;
import io.kotha.sandbox.linux.wire.Layout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The helper refuses a program that would join a room with other walls than the room's, or enter
 * namespaces of a process with privileges on the host. Java never asks for that; {@code ExecIT} and
 * {@code NamespaceEntryIT} have the requests as they are.
 */
@Timeout(60)
class JoinRefusalIT {

  private static final int ESRCH = 3;
  private static final int EBADMSG = 74;

  private static final Command SLEEP =
      Command.of("/bin/sleep", "100").stdin(Stdio.NULL).stdout(Stdio.NULL).stderr(Stdio.NULL);

  private static Engine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = Engine.open(new Observers());
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
    Sandbox sandbox = Rooms.minimal().keepCaps(Capability.NET_RAW);
    RunningRoom host =
        engine.builder().start(new StartRequest(sandbox.spec(), SLEEP), RoomPreparation.NONE);
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

  /**
   * A request to enter namespaces of a process, with one part changed. The descriptors are of no
   * namespace, so that the unchanged request passes the check and fails at the first one.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "unchanged",
        "with a host",
        "without a flag to join",
        "without a namespace",
        "as root of the host",
        "as a group of root of the host",
        "without ids",
        "with a capability",
        "below a user namespace that it does not enter",
        "with a cgroup namespace of its own",
        "with one descriptor too few",
        "without a group",
        "with a file",
        "with new namespaces"
      })
  void programThatEntersWithTooMuchIsRefused(String change) throws Exception {
    Features.require("cgroup.memory");
    RunningRoom host =
        engine
            .builder()
            .start(new StartRequest(Rooms.minimal().spec(), SLEEP), RoomPreparation.NONE);
    List<Integer> fds = new ArrayList<>();
    try {
      ByteBuffer block = ByteBuffer.wrap(GuestRequest.of(host)).order(ByteOrder.nativeOrder());
      flag(block, Plan.Flag.ENTERS);
      block.putLong(Layout.Plan.HOST, 0);
      block.putInt(Layout.Plan.INNER_NS, 0x40000000); // the network alone
      block.putInt(Layout.Plan.UID, 1000);
      block.putInt(Layout.Plan.GID, 1000);
      block.putInt(Layout.Plan.PAYLOAD_CGROUP_NS, 0);
      fds.add(engine.context().kernel().open("/dev/null", 0, 0));
      switch (change) {
        case "unchanged" -> {}
        case "with a host" -> block.putLong(Layout.Plan.HOST, 1);
        case "without a flag to join" ->
            block.putInt(
                Layout.Plan.FLAGS, block.getInt(Layout.Plan.FLAGS) & ~Plan.Flag.JOINS.bit());
        case "without a namespace" -> {
          block.putInt(Layout.Plan.INNER_NS, 0);
          close(fds);
        }
        case "as root of the host" -> block.putInt(Layout.Plan.UID, 0);
        case "as a group of root of the host" -> block.putInt(Layout.Plan.GID, 0);
        case "without ids" -> {
          block.putInt(Layout.Plan.UID, -1);
          block.putInt(Layout.Plan.GID, -1);
        }
        case "with a capability" -> block.putLong(Layout.Plan.CAPABILITIES, 1);
        case "below a user namespace that it does not enter" -> {
          flag(block, Plan.Flag.ABOVE);
          fds.add(engine.context().kernel().open("/dev/null", 0, 0));
        }
        case "with a cgroup namespace of its own" ->
            block.putInt(Layout.Plan.PAYLOAD_CGROUP_NS, 0x2000000);
        case "with one descriptor too few" -> close(fds);
        case "without a group" -> block.putInt(Layout.Plan.GROUPS + Layout.Table.COUNT, 0);
        case "with a file" -> block.putInt(Layout.Plan.SOURCES + Layout.Table.COUNT, 1);
        case "with new namespaces" -> block.putInt(Layout.Plan.OUTER_NS, 0x20000);
        default -> throw new AssertionError(change);
      }
      if (change.equals("unchanged")) {
        assertThatThrownBy(() -> Refusal.of(engine, block, fds))
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining(Integer.toString(SetupStep.NAMESPACE.number()));
      } else {
        assertThat(Refusal.of(engine, block, fds).errno()).isEqualTo(EBADMSG);
      }
    } finally {
      close(fds);
      host.room().kill();
      host.room().ended().get();
    }
  }

  private static void close(List<Integer> fds) {
    fds.forEach(engine.context().kernel()::close);
    fds.clear();
  }

  private static void flag(ByteBuffer block, Plan.Flag flag) {
    block.putInt(Layout.Plan.FLAGS, block.getInt(Layout.Plan.FLAGS) | flag.bit());
  }
}
